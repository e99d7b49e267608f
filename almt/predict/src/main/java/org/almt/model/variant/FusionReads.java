package org.almt.model.variant;

import java.util.Locale;

/** The target rows of the fusion Transformer that the regression head reads. */
public enum FusionReads {
    /**
     * The token row alone, as in the reference. Target rows do not attend to one another. So language affects the
     * prediction only through the attention weights of the hyper-modality layers.
     */
    TOKEN,
    /** The mean of all target rows. The values of language reach the head, as the paper intends. */
    ALL;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
