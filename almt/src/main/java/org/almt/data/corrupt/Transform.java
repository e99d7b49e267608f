package org.almt.data.corrupt;

import org.almt.core.random.RandomStream;

/** Spoils the features of one sample. */
interface Transform {
    /**
     * Changes a sequence in place. At strength 0 it stays as it is, to the bit.
     *
     * @param features [length, width], with the padding behind
     * @param frames frames of the sample before the padding, which alone are spoilt unless all is missing
     * @param width features of a frame
     * @param strength how much, 0 to {@link CorruptionKind#most}
     * @param deviations standard deviation of each feature over the training split, [width]
     * @param random the sample's own numbers; how many are taken does not depend on the strength
     */
    void apply(float[] features, int frames, int width, double strength, double[] deviations, RandomStream random);
}
