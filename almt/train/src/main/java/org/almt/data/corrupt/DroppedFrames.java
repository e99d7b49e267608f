package org.almt.data.corrupt;

import java.util.Arrays;
import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/** Zeros each frame with a probability; a frame that is lost is lost at all greater strengths too. */
final class DroppedFrames implements Transform {
    @Override
    public void apply(
            float[] features, Extent extent, int width, double strength, double @Nullable [] deviations,
            RandomStream random) {
        for (int frame = 0; frame < extent.filled(); frame++) {
            if (random.nextDouble() < strength) {
                Arrays.fill(features, frame * width, (frame + 1) * width, 0);
            }
        }
    }
}
