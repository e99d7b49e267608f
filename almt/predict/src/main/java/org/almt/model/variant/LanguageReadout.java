package org.almt.model.variant;

/**
 * Whether the prediction also reads the language features themselves. In no table of the paper: there, language reaches
 * the head through the fusion Transformer alone.
 */
public enum LanguageReadout {
    /** The prediction is the regression head's, as in the paper. */
    NONE,
    /** A linear function of the mean over the tokens' features is added to it; see {@link MeanReadout}. */
    MEAN;

    /** The name in configurations. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
