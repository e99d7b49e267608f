package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;

/** Softmax along rows: four passes over a row that stays in the first-level cache; exp is the one that costs. */
final class SimdSoftmax {
    private SimdSoftmax() {}

    static void forward(int rows, int width, float[] x, int xo, float[] y, int yo) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int yr = yo + r * width;
            float sum = expMinus(SimdReductions.max(width, x, xr), width, x, xr, y, yr);
            SimdElementwise.scale(width, 1 / sum, y, yr, y, yr);
        }
    }

    /** y = exp(x - max); its sum. */
    static float expMinus(float max, int n, float[] x, int xo, float[] y, int yo) {
        SimdExp.exp(n, 1, x, xo, max, y, yo);
        return SimdReductions.sum(n, y, yo);
    }

    static void backward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int r = 0; r < rows; r++) {
            int yr = yo + r * width;
            int dyr = dyo + r * width;
            int dxr = dxo + r * width;
            float mean = SimdReductions.dot(width, y, yr, dy, dyr);
            int whole = FLOAT.loopBound(width);
            for (int j = 0; j < whole; j += LANES) {
                FloatVector centred = FloatVector.fromArray(FLOAT, dy, dyr + j).sub(mean);
                FloatVector sum = FloatVector.fromArray(FLOAT, dx, dxr + j);
                FloatVector.fromArray(FLOAT, y, yr + j).fma(centred, sum).intoArray(dx, dxr + j);
            }
            for (int j = whole; j < width; j++) {
                dx[dxr + j] = Math.fma(y[yr + j], dy[dyr + j] - mean, dx[dxr + j]);
            }
        }
    }
}
