package org.almt.model.variant;

import java.util.Locale;

/** The way in which the hyper-modality is computed. */
public enum HyperKind {
    /**
     * Adaptive hyper-modality learning, AHL: language gives queries, audio and vision give keys and values (paper,
     * section 3.3).
     */
    AHL,
    /** {@link Concatenation} of the modalities' rows (Table 4, w/o AHL; Table 3, "&amp; AHL"). */
    CONCAT,
    /**
     * Audio and vision give queries, language gives keys and values: {@link AnsweringLanguageLayer}. In no table of the
     * paper.
     */
    SWAPPED;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
