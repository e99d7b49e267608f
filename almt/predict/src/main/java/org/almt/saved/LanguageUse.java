package org.almt.saved;

import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;
import org.jspecify.annotations.Nullable;

/**
 * How a run uses its language model.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param mode whether it is trained
 * @param padding what stands behind the end of a sentence
 * @param lr its learning rate at the top of the schedule, where it is trained at another than the rest; else null
 * @param layerDecay factor from the rate of a layer to that of the layer below; 1 for one rate
 * @param frozenParts its lowest parts that are not trained: 1 for the embeddings, 1 + k for them and the lowest k
 *     layers
 * @param recompute whether its layers are computed again in the backward pass, for less memory; changes no bit
 */
public record LanguageUse(LanguageMode mode, TextPadding padding, @Nullable Double lr, double layerDecay,
        int frozenParts, boolean recompute) {
    /** The largest learning rate that is no slip. */
    private static final double MOST = 1e3;

    /** Checks the rates. */
    public LanguageUse {
        if (!(layerDecay > 0 && layerDecay <= 1)) {
            throw new IllegalArgumentException("config: the decay of learning rates over layers of BERT is "
                    + layerDecay + "; a number above 0, at most 1, is needed");
        }
        if (frozenParts < 0) {
            throw new IllegalArgumentException(
                    "config: " + frozenParts + " parts of BERT are not to be trained; a whole"
                            + " number of 0 or more is needed");
        }
        if (lr != null && !(lr >= 0 && lr <= MOST)) {
            throw new IllegalArgumentException("config: the learning rate of BERT is " + lr
                    + "; a number from 0 to 1000 is needed");
        }
    }

    /** The usual way to freeze or to train it: all layers at one rate, that of the rest. */
    public static LanguageUse of(LanguageMode mode) {
        return new LanguageUse(mode, mode.usualPadding(), null, 1, 0, false);
    }

    /** Whether it is trained with the rest. */
    public boolean finetunes() {
        return mode == LanguageMode.FINETUNE;
    }
}
