package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;

/**
 * A slowly varying process, x' = ρx + √(1 − ρ²) ε with ε standard normal. It is stationary, with mean 0 and variance 1.
 * Its values are similar from one frame to the next, like light, pose and background noise.
 */
final class Drift {
    private final double memory;
    private final double innovation;
    private final RandomStream random;
    private double value;

    /** A process that keeps the fraction {@code memory} of its value from frame to frame. */
    Drift(double memory, RandomStream random) {
        this.memory = memory;
        this.innovation = StrictMath.sqrt(1 - memory * memory);
        this.random = random;
        this.value = random.nextGaussian();
    }

    /** Returns the value in the current frame, and moves on to the next. */
    double next() {
        double present = value;
        value = memory * value + innovation * random.nextGaussian();
        return present;
    }
}
