package org.almt.data.corrupt;

import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** Corrupts the features of one sample. */
interface Transform {
    /**
     * Changes a sequence in place. At strength 0 it stays as it is, to the bit.
     *
     * @param features [length, width], with the padding behind
     * @param extent which of them are corrupted, unless all is missing: the frames, and as much of what a language
     *        model has left in the padding behind them; zeros of padding stay zeros
     * @param width features of a frame
     * @param strength how much, 0 to {@link CorruptionKind#most}
     * @param deviations standard deviation of each feature over the training split, [width]; null for those that need
     *        none
     * @param random the sample's own numbers; how many are taken does not depend on the strength
     */
    void apply(float[] features, Extent extent, int width, double strength, double @Nullable [] deviations,
            RandomStream random);
}
