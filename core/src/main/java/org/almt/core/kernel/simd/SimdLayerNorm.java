package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.RowLayerNorm;
import org.almt.core.kernel.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of layer normalisation along rows. It makes three passes over a row in the first-level cache (sum,
 * squared distances, result), as {@code PlainLayerNorm} defines them.
 */
final class SimdLayerNorm implements RowLayerNorm {
    private static final SimdElementwise ELEMENTWISE = new SimdElementwise();
    private static final SimdReductions REDUCTIONS = new SimdReductions();
    private static final Scratch SCALED_GRADIENTS = new Scratch();
    private static final Scratch SUMS = new Scratch();

    @Override
    public void forward(
            int rows, int width, float eps, float[] x, int xo, float @Nullable [] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro) {
        if (LANES == Lanes.COUNT && width == SimdLayerNormRow.WIDTH && gamma != null) {
            SimdLayerNormRow.forward(rows, eps, x, xo, gamma, go, beta, bo, y, yo, mean, mo, rstd, ro);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int yr = yo + r * width;
            float mu = REDUCTIONS.sum(width, x, xr) / width;
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

    // ------------------------------------------------------------------ backward

    @Override
    public void backward(
            int rows, int width, float[] x, int xo, float @Nullable [] gamma, int go, float[] mean, int mo,
            float[] rstd, int ro, float[] dy, int dyo,
            float @Nullable [] dx, int dxo, float @Nullable [] dgamma, int dgo, float @Nullable [] dbeta, int dbo) {
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
                    ELEMENTWISE.multiply(width, dy, dyr, gamma, go, g, 0);
                }
                backwardRow(width, x, xr, mu, scale, g, gamma == null ? dyr : 0, dx, dxo + r * width);
            }
            if (dgamma != null) {
                addProductWithHat(width, x, xr, mu, scale, dy, dyr, dgamma, dgo);
            }
            if (dbeta != null) {
                ELEMENTWISE.add(width, dbeta, dbo, dy, dyr, dbeta, dbo);
            }
        }
    }

    /** dx += scale * (g - sum(g) / n - xhat * (sum(g xhat) / n)). */
    private static void backwardRow(
            int n, float[] x, int xo, float mean, float scale, float[] g, int go, float[] dx, int dxo) {
        float meanG = REDUCTIONS.sum(n, g, go) / n;
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
