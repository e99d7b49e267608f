package org.almt.learn.exercise;

import org.almt.core.random.RandomStream;

/**
 * Exercise 21: dropout without a generator that has a state. Element i of step s has the 32 bits of {@code
 * RandomStream.bits(seed, 0, s, i, scratch)}, where scratch is an {@code int[4]} for the work of that method. The
 * element is dropped if the upper 24 of its bits, read as an integer from 0 to 2^24 - 1, are less than Math.round(p *
 * 0x1p24f).
 */
final class E21Dropout {
    private E21Dropout() {}

    /**
     * Writes y[i] for each i from {@code from} to before {@code to}, and nothing else: 0 where the element is dropped,
     * x[i] times 1 / (1 - p) otherwise, all in float.
     */
    static void forward(float[] x, float[] y, int from, int to, float p, long seed, long step) {
        int[] scratch = new int[RandomStream.BLOCK];
        for (int i = from; i < to; i++) {
            boolean dropped = RandomStream.bits(seed, 0, step, i, scratch) >>> 8 < Math.round(p * 0x1p24f);
            y[i] = dropped ? 0 : x[i] * (1 / (1 - p));
        }
    }

    /**
     * The gradient of the whole of x from that of y: derive it. Nothing was kept of the forward pass but seed and step.
     */
    static float[] backward(float[] dy, float p, long seed, long step) {
        float[] dx = new float[dy.length];
        forward(dy, dx, 0, dy.length, p, seed, step); // linear: the gradient meets the same factors
        return dx;
    }
}
