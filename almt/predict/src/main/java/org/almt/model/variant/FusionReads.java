package org.almt.model.variant;

import java.util.Locale;

/** What the regression head reads of the fusion Transformer's target rows. */
public enum FusionReads {
    /**
     * The token row alone, as the reference does. Target rows never attend to one another, so that language reaches the
     * prediction only as attention weights of the hyper-modality layers.
     */
    TOKEN,
    /** The mean of all target rows: language values reach the head, as the paper intends. */
    ALL;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
