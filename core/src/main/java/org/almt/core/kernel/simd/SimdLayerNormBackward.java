package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.Scratch;

/**
 * Layer normalisation along rows, backward: per row one pass for the sums, one for dx, one for dgamma and one for
 * dbeta, as {@code PlainLayerNorm} defines them. Without gamma, g is dy itself.
 */
final class SimdLayerNormBackward {
    private static final Scratch SCALED_GRADIENTS = new Scratch();
    private static final Scratch SUMS = new Scratch();

    private SimdLayerNormBackward() {}

    static void backward(
            int rows, int width, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        boolean inRegisters = LANES == Lanes.COUNT && width == SimdLayerNormRow.WIDTH;
        if (inRegisters && gamma != null && dx != null && dgamma != null && dbeta != null) {
            SimdLayerNormBackwardRow.backward(
                    rows, x, xo, gamma, go, mean, mo, rstd, ro, dy, dyo, dx, dxo, dgamma, dgo, dbeta, dbo);
            return;
        }
        float[] g = gamma == null ? dy : SCALED_GRADIENTS.floats(width);
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int dyr = dyo + r * width;
            float mu = mean[mo + r];
            float scale = rstd[ro + r];
            if (dx != null) {
                if (gamma != null) {
                    SimdElementwise.multiply(width, dy, dyr, gamma, go, g, 0);
                }
                backwardRow(width, x, xr, mu, scale, g, gamma == null ? dyr : 0, dx, dxo + r * width);
            }
            if (dgamma != null) {
                addProductWithHat(width, x, xr, mu, scale, dy, dyr, dgamma, dgo);
            }
            if (dbeta != null) {
                SimdElementwise.add(width, dbeta, dbo, dy, dyr, dbeta, dbo);
            }
        }
    }

    /** dx += scale * (g - sum(g) / n - xhat * (sum(g xhat) / n)). */
    private static void backwardRow(
            int n, float[] x, int xo, float mean, float scale, float[] g, int go, float[] dx, int dxo) {
        float meanG = SimdReductions.sum(n, g, go) / n;
        float minusMeanGHat = -(dotWithHat(n, x, xo, mean, scale, g, go) / n);
        FloatVector meanGHat = FloatVector.broadcast(FLOAT, minusMeanGHat);
        FloatVector factor = FloatVector.broadcast(FLOAT, scale);
        int whole = FLOAT.loopBound(n);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector hat = FloatVector.fromArray(FLOAT, x, xo + j).sub(mean).mul(scale);
            FloatVector centred = FloatVector.fromArray(FLOAT, g, go + j).sub(meanG);
            FloatVector sum = FloatVector.fromArray(FLOAT, dx, dxo + j);
            factor.fma(hat.fma(meanGHat, centred), sum).intoArray(dx, dxo + j);
        }
        for (int j = whole; j < n; j++) {
            float hat = (x[xo + j] - mean) * scale;
            dx[dxo + j] = Math.fma(scale, Math.fma(hat, minusMeanGHat, g[go + j] - meanG), dx[dxo + j]);
        }
    }

    /** sum(g xhat). */
    private static float dotWithHat(int n, float[] x, int xo, float mean, float scale, float[] g, int go) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        int whole = n & -Lanes.COUNT;
        for (int part = 0; part < Lanes.COUNT; part += LANES) {
            FloatVector sum = FloatVector.zero(FLOAT);
            for (int i = part; i < whole; i += Lanes.COUNT) {
                FloatVector hat = FloatVector.fromArray(FLOAT, x, xo + i).sub(mean).mul(scale);
                sum = FloatVector.fromArray(FLOAT, g, go + i).fma(hat, sum);
            }
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] = Math.fma(g[go + i], (x[xo + i] - mean) * scale, lanes[i - whole]);
        }
        return Lanes.sum(lanes);
    }

    /** dgamma += dy * xhat. */
    private static void addProductWithHat(
            int n, float[] x, int xo, float mean, float scale, float[] dy, int dyo, float[] dgamma, int dgo) {
        int whole = FLOAT.loopBound(n);
        for (int j = 0; j < whole; j += LANES) {
            FloatVector hat = FloatVector.fromArray(FLOAT, x, xo + j).sub(mean).mul(scale);
            FloatVector sum = FloatVector.fromArray(FLOAT, dgamma, dgo + j);
            FloatVector.fromArray(FLOAT, dy, dyo + j).fma(hat, sum).intoArray(dgamma, dgo + j);
        }
        for (int j = whole; j < n; j++) {
            dgamma[dgo + j] = Math.fma(dy[dyo + j], (x[xo + j] - mean) * scale, dgamma[dgo + j]);
        }
    }
}
