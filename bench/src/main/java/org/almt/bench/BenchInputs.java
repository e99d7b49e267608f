package org.almt.bench;

import java.util.Arrays;
import java.util.Random;

/** The inputs of benchmarks: the same for every contestant. */
final class BenchInputs {
    private BenchInputs() {}

    /** Normally distributed numbers of a seed. */
    static float[] gaussian(long seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** For example {@code 512x128x768}. */
    static int[] sizes(String text) {
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
