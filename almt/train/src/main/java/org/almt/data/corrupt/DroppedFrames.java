package org.almt.data.corrupt;

import java.util.Arrays;
import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Sets each frame to zero with a probability. A frame that is lost at one strength is also lost at all greater ones.
 */
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
