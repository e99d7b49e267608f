package org.almt.core.kernel.simd;

import org.almt.core.kernel.Scratch;

/**
 * A matrix times a vector, y = X v, with rows of X along k. This is the only product without vector instructions. An
 * element of y is one sum in the order of k. Vectors across rows would need a transposed X, and transposing takes about
 * as long as this product. Eight sums in scalar registers hide each other's latency. They take 0.24 ns an element of X,
 * in the first-level cache as well as in memory (16 GB/s). Four sums take 0.27, twelve 0.27, and transposing X first
 * took 0.43.
 */
final class MatrixVector {
    private static final Scratch VECTOR = new Scratch();

    private MatrixVector() {}

    static void product(
            int rows, int ks, float[] x, int xo, int ldx, float[] v, int vo, int stepV, float[] y, int yo, int stepY,
            boolean accumulate) {
        if (stepV != 1) { // with a step of 1, C2 checks no index in the loop
            float[] together = VECTOR.floats(ks);
            for (int k = 0; k < ks; k++) {
                together[k] = v[vo + k * stepV];
            }
            product(rows, ks, x, xo, ldx, together, 0, 1, y, yo, stepY, accumulate);
            return;
        }
        int r = 0;
        for (; r + 8 <= rows; r += 8) {
            eight(ks, x, xo + r * ldx, ldx, v, vo, y, yo + r * stepY, stepY, accumulate);
        }
        for (; r < rows; r++) {
            float sum = accumulate ? y[yo + r * stepY] : 0;
            for (int k = 0; k < ks; k++) {
                sum = Math.fma(x[xo + r * ldx + k], v[vo + k], sum);
            }
            y[yo + r * stepY] = sum;
        }
    }

    private static void eight(
            int ks, float[] x, int x0, int ldx, float[] v, int vo, float[] y, int yo, int stepY, boolean accumulate) {
        int x1 = x0 + ldx;
        int x2 = x1 + ldx;
        int x3 = x2 + ldx;
        int x4 = x3 + ldx;
        int x5 = x4 + ldx;
        int x6 = x5 + ldx;
        int x7 = x6 + ldx;
        float s0 = accumulate ? y[yo] : 0;
        float s1 = accumulate ? y[yo + stepY] : 0;
        float s2 = accumulate ? y[yo + 2 * stepY] : 0;
        float s3 = accumulate ? y[yo + 3 * stepY] : 0;
        float s4 = accumulate ? y[yo + 4 * stepY] : 0;
        float s5 = accumulate ? y[yo + 5 * stepY] : 0;
        float s6 = accumulate ? y[yo + 6 * stepY] : 0;
        float s7 = accumulate ? y[yo + 7 * stepY] : 0;
        for (int k = 0; k < ks; k++) {
            float vk = v[vo + k];
            s0 = Math.fma(x[x0 + k], vk, s0);
            s1 = Math.fma(x[x1 + k], vk, s1);
            s2 = Math.fma(x[x2 + k], vk, s2);
            s3 = Math.fma(x[x3 + k], vk, s3);
            s4 = Math.fma(x[x4 + k], vk, s4);
            s5 = Math.fma(x[x5 + k], vk, s5);
            s6 = Math.fma(x[x6 + k], vk, s6);
            s7 = Math.fma(x[x7 + k], vk, s7);
        }
        y[yo] = s0;
        y[yo + stepY] = s1;
        y[yo + 2 * stepY] = s2;
        y[yo + 3 * stepY] = s3;
        y[yo + 4 * stepY] = s4;
        y[yo + 5 * stepY] = s5;
        y[yo + 6 * stepY] = s6;
        y[yo + 7 * stepY] = s7;
    }
}
