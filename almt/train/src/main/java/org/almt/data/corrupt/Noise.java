package org.almt.data.corrupt;

import java.util.Objects;
import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** x + strength · σ · ε, with ε standard normal and σ the feature's standard deviation. */
final class Noise implements Transform {
    @Override
    public void apply(
            float[] features, Extent extent, int width, double strength, double @Nullable [] deviations,
            RandomStream random) {
        if (strength == 0) {
            return; // x + 0 would turn -0.0 into 0.0
        }
        double[] sigma = Objects.requireNonNull(deviations, "noise needs deviations");
        for (int i = 0; i < extent.filled() * width; i++) {
            double noisy = features[i] + strength * sigma[i % width] * random.nextGaussian();
            features[i] = (float) Math.clamp(noisy, -Float.MAX_VALUE, Float.MAX_VALUE);
        }
    }
}
