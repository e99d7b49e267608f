package org.almt.model.variant;

import java.util.Locale;

/** How the hyper-modality comes about. */
public enum HyperKind {
    /** Adaptive hyper-modality learning, AHL: language asks, audio and vision answer (paper, section 3.3). */
    AHL,
    /** {@link Concatenation} of the modalities' rows (Table 4, w/o AHL; Table 3, "&amp; AHL"). */
    CONCAT,
    /** Audio and vision ask, language answers: {@link AnsweringLanguageLayer}. In no table of the paper. */
    SWAPPED;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
