package org.almt.model.variant;

/**
 * The modalities that the model reads (paper, Table 3). Language is always among them: it guides the hyper-modality
 * layers and gives the queries of the fusion, and the paper has no row without it.
 */
public enum Modalities {
    /** All three, as in the paper's full model. */
    ALL("language+audio+vision", true, true),
    /** Table 3, w/o video. */
    WITHOUT_VISION("language+audio", true, false),
    /** Table 3, w/o audio. */
    WITHOUT_AUDIO("language+vision", false, true),
    /** Table 3, w/o video &amp; audio. */
    LANGUAGE_ALONE("language", false, false);

    private final String label;
    private final boolean audio;
    private final boolean vision;

    Modalities(String label, boolean audio, boolean vision) {
        this.label = label;
        this.audio = audio;
        this.vision = vision;
    }

    /** Whether audio is read. */
    public boolean audio() {
        return audio;
    }

    /** Whether vision is read. */
    public boolean vision() {
        return vision;
    }

    /** The name in configurations. */
    public String label() {
        return label;
    }
}
