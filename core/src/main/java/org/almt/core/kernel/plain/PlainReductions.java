package org.almt.core.kernel.plain;

import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.Reductions;
import org.almt.core.kernel.Scratch;

/** Sums over 16 virtual lanes, and down columns. */
final class PlainReductions implements Reductions {
    private static final Scratch SUMS = new Scratch();

    @Override
    public float sum(int n, float[] x, int xo) {
        float[] lanes = SUMS.zeros(Lanes.COUNT);
        for (int i = 0; i < n; i++) {
            lanes[i % Lanes.COUNT] += x[xo + i];
        }
        return Lanes.sum(lanes);
    }

    @Override
    public float dot(int n, float[] x, int xo, float[] y, int yo) {
        float[] lanes = SUMS.zeros(Lanes.COUNT);
        for (int i = 0; i < n; i++) {
            int l = i % Lanes.COUNT;
            lanes[l] = Math.fma(x[xo + i], y[yo + i], lanes[l]);
        }
        return Lanes.sum(lanes);
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
