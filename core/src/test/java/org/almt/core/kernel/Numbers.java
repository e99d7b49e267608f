package org.almt.core.kernel;

import java.util.SplittableRandom;

/** Arrays of test numbers. */
final class Numbers {
    private static final float[] SPECIAL = {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE,
            Float.MIN_NORMAL, -1e-40f, Float.MAX_VALUE, -Float.MAX_VALUE, 88.8f, -88f, -103.98f, 1f, -1f
    };

    private final SplittableRandom random;

    Numbers(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Normally distributed numbers. */
    float[] normal(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Numbers of any exponent, every third a special one. */
    float[] wild(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(3) == 0
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : Float.intBitsToFloat(random.nextInt());
        }
        return x;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
