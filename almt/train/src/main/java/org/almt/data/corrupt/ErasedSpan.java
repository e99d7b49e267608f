package org.almt.data.corrupt;

import java.util.Arrays;
import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Sets a span of round(strength · frames) frames to zero. Its position is uniform among those where it fits. The hidden
 * states at padding positions, if there are any, lose such a span too.
 */
final class ErasedSpan implements Transform {
    @Override
    public void apply(
            float[] features, Extent extent, int width, double strength, double @Nullable [] deviations,
            RandomStream random) {
        erase(features, 0, extent.frames(), width, strength, random);
        erase(features, extent.frames(), extent.filled(), width, strength, random);
    }

    private static void erase(
            float[] features, int first, int end, int width, double strength, RandomStream random) {
        int span = (int) Math.rint(strength * (end - first));
        int from = first + (int) (random.nextDouble() * (end - first - span + 1));
        Arrays.fill(features, from * width, (from + span) * width, 0);
    }
}
