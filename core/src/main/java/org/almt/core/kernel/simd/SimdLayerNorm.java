package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.Scratch;

/**
 * Layer normalisation along rows, forward: three passes over a row in the first-level cache (sum, squared distances,
 * result), as {@code PlainLayerNorm} defines them.
 */
final class SimdLayerNorm {
    private static final Scratch SUMS = new Scratch();

    private SimdLayerNorm() {}

    static void forward(
            int rows, int width, float eps, float[] x, int xo, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro) {
        if (LANES == Lanes.COUNT && width == SimdLayerNormRow.WIDTH && gamma != null) {
            SimdLayerNormRow.forward(rows, eps, x, xo, gamma, go, beta, bo, y, yo, mean, mo, rstd, ro);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int yr = yo + r * width;
            float mu = SimdReductions.sum(width, x, xr) / width;
            float scale = 1 / (float) Math.sqrt(squaredDistance(mu, width, x, xr) / width + eps);
            if (gamma == null) {
                normalise(width, x, xr, mu, scale, y, yr);
            } else {
                normalise(width, x, xr, mu, scale, gamma, go, beta, bo, y, yr);
            }
            mean[mo + r] = mu;
            rstd[ro + r] = scale;
        }
    }

    /** sum((x - mean)²). */
    private static float squaredDistance(float mean, int n, float[] x, int xo) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        int whole = n & -Lanes.COUNT;
        for (int part = 0; part < Lanes.COUNT; part += LANES) {
            FloatVector sum = FloatVector.zero(FLOAT);
            for (int i = part; i < whole; i += Lanes.COUNT) {
                FloatVector d = FloatVector.fromArray(FLOAT, x, xo + i).sub(mean);
                sum = d.fma(d, sum);
            }
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) {
            float d = x[xo + i] - mean;
            lanes[i - whole] = Math.fma(d, d, lanes[i - whole]);
        }
        return Lanes.sum(lanes);
    }

    /** y = (x - mean) * scale. */
    private static void normalise(int n, float[] x, int xo, float mean, float scale, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + j).sub(mean).mul(scale).intoArray(y, yo + j);
        }
        for (int j = whole; j < n; j++) {
            y[yo + j] = (x[xo + j] - mean) * scale;
        }
    }

    /** y = (x - mean) * scale * gamma + beta. */
    private static void normalise(
            int n, float[] x, int xo, float mean, float scale, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector hat = FloatVector.fromArray(FLOAT, x, xo + j).sub(mean).mul(scale);
            FloatVector shift = FloatVector.fromArray(FLOAT, beta, bo + j);
            hat.fma(FloatVector.fromArray(FLOAT, gamma, go + j), shift).intoArray(y, yo + j);
        }
        for (int j = whole; j < n; j++) {
            y[yo + j] = Math.fma((x[xo + j] - mean) * scale, gamma[go + j], beta[bo + j]);
        }
    }
}
