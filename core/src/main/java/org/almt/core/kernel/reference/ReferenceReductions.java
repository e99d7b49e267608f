package org.almt.core.kernel.reference;

import org.almt.core.kernel.Reductions;

/**
 * Sums. Along a row they run in 16 virtual lanes, because the widest vector has 16 floats. Vectors of 4, 8 and 16
 * floats and plain loops then round in the same order:
 *
 * <pre>
 * elements     x0  x1  x2  x3  x4  x5  x6  x7  x8  x9 x10 x11 x12 x13 x14 x15     each lane adds
 *             x16 x17 x18  …                                                      its column, downwards
 *              ↓   ↓   ↓
 * lanes        0   1   2   3   4   5   6   7   8   9  10  11  12  13  14  15
 * step 8      0+8 1+9  …                  7+15     lane l += lane l + 8, for l &lt; 8
 * step 4      0+4 1+5 2+6 3+7                      lane l += lane l + 4, for l &lt; 4
 * step 2      0+2 1+3                              lane l += lane l + 2, for l &lt; 2
 * step 1      0+1                                  lane 0 is the sum
 * </pre>
 */
final class ReferenceReductions implements Reductions {
    private static final int LANES = 16;

    @Override
    public float sum(int n, float[] x, int xo) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < n; i++) {
            lanes[i % LANES] += x[xo + i];
        }
        return sumOf(lanes);
    }

    @Override
    public float dot(int n, float[] x, int xo, float[] y, int yo) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < n; i++) {
            lanes[i % LANES] = Math.fma(x[xo + i], y[yo + i], lanes[i % LANES]);
        }
        return sumOf(lanes);
    }

    private static float sumOf(float[] lanes) {
        for (int step = LANES / 2; step > 0; step /= 2) {
            for (int l = 0; l < step; l++) {
                lanes[l] += lanes[l + step];
            }
        }
        return lanes[0];
    }

    @Override
    public void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                out[oo + j] += x[xo + r * stride + j];
            }
        }
    }
}
