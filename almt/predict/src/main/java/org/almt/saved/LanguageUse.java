package org.almt.saved;

import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;
import org.jspecify.annotations.Nullable;

/**
 * The use of a language model in a run.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param mode whether it is trained
 * @param padding the features after the end of a sentence
 * @param lr its learning rate at the top of the schedule; null if it is the rate of the rest
 * @param layerDecay the factor from the learning rate of a layer to that of the layer below; 1 for one rate
 * @param frozenParts the number of its lowest parts that are not trained: 1 for the embeddings, 1 + k for these and the
 *         lowest k layers
 * @param recompute whether its layers are recomputed in the backward pass, to save memory; changes no bit
 */
public record LanguageUse(LanguageMode mode, TextPadding padding, @Nullable Double lr, double layerDecay,
        int frozenParts, boolean recompute) {
    /** The largest learning rate that is accepted; a larger one could only be a mistake. */
    private static final double MOST = 1e3;

    /** Checks the rates. */
    public LanguageUse {
        if (!(layerDecay > 0 && layerDecay <= 1)) {
            throw new IllegalArgumentException("config: the decay of learning rates over layers of BERT is "
                    + layerDecay + "; a number above 0, at most 1, is needed");
        }
        if (frozenParts < 0) {
            throw new IllegalArgumentException(
                    "config: " + frozenParts + " is the number of BERT's frozen parts; a whole number of 0 or more is"
                            + " needed");
        }
        if (lr != null && !(lr >= 0 && lr <= MOST)) {
            throw new IllegalArgumentException("config: the learning rate of BERT is " + lr
                    + "; a number from 0 to 1000 is needed");
        }
    }

    /** The defaults for freezing or training it: all layers have one rate, that of the rest. */
    public static LanguageUse of(LanguageMode mode) {
        return new LanguageUse(mode, mode.usualPadding(), null, 1, 0, false);
    }

    /** Whether it is trained with the rest of the model. */
    public boolean finetunes() {
        return mode == LanguageMode.FINETUNE;
    }
}
