package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;

/**
 * A slowly varying process, x' = ρx + √(1 − ρ²) ε with ε standard normal: stationary, of mean 0 and variance 1, and
 * much alike from one frame to the next, as light, pose and background noise are.
 */
final class Drift {
    private final double memory;
    private final double innovation;
    private final RandomStream random;
    private double value;

    /** A process that remembers the share {@code memory} of its value from frame to frame. */
    Drift(double memory, RandomStream random) {
        this.memory = memory;
        this.innovation = StrictMath.sqrt(1 - memory * memory);
        this.random = random;
        this.value = random.nextGaussian();
    }

    /** The value in the present frame; moves on to the next. */
    double next() {
        double present = value;
        value = memory * value + innovation * random.nextGaussian();
        return present;
    }
}
