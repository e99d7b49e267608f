package org.almt.model.variant;

/**
 * Whether the prediction also reads the language features directly. This variant is in no table of the paper: there,
 * language reaches the head only through the fusion Transformer.
 */
public enum LanguageReadout {
    /** The prediction is the output of the regression head, as in the paper. */
    NONE,
    /** A linear function of the mean of the tokens' features is added to the prediction; see {@link MeanReadout}. */
    MEAN;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
