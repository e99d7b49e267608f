package org.almt.data.corrupt;

import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** Corrupts the features of one sample. */
interface Transform {
    /**
     * Changes a sequence in place. At strength 0 no bit changes.
     *
     * @param features [length, width], with the padding at the end
     *
     * @param extent the frames to corrupt, unless all are missing: the real frames, and the hidden states at padding
     *         positions after them; zeros of padding stay zeros
     *
     * @param width the number of features of a frame
     *
     * @param strength the strength, 0 to {@link CorruptionKind#most}
     *
     * @param deviations the standard deviation of each feature over the training split, [width]; null for kinds that
     *         need none
     *
     * @param random the sample's random numbers; the number drawn does not depend on the strength
     */
    void apply(float[] features, Extent extent, int width, double strength, double @Nullable [] deviations,
            RandomStream random);
}
