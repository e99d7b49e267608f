package org.almt.data.corrupt;

import java.util.Arrays;
import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Sets the whole sequence of a sample to zero with a probability, including its padding: a language model's hidden
 * states there encode the sentence.
 */
final class MissingModality implements Transform {
    @Override
    public void apply(
            float[] features, Extent extent, int width, double strength, double @Nullable [] deviations,
            RandomStream random) {
        if (random.nextDouble() < strength) {
            Arrays.fill(features, 0);
        }
    }
}
