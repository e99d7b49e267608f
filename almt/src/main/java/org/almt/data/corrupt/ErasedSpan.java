package org.almt.data.corrupt;

import java.util.Arrays;
import org.almt.core.random.RandomStream;

/** Zeros a span of round(strength · frames) frames, at a place that is uniform among those where it fits. */
final class ErasedSpan implements Transform {
    @Override
    public void apply(
            float[] features, int frames, int width, double strength, double[] deviations, RandomStream random) {
        int span = (int) Math.rint(strength * frames);
        int from = (int) (random.nextDouble() * (frames - span + 1));
        Arrays.fill(features, from * width, (from + span) * width, 0);
    }
}
