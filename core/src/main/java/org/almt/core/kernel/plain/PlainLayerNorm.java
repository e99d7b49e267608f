package org.almt.core.kernel.plain;

import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.RowLayerNorm;
import org.almt.core.kernel.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation along rows.
 *
 * <pre>
 * forward   mean = sum(x) / width; variance = sum((x - mean)²) / width; rstd = 1 / sqrt(variance + eps)
 *           xhat = (x - mean) * rstd; y = fma(xhat, gamma, beta)
 * backward  g = dy * gamma; dx += rstd * (g - sum(g) / width - xhat * (sum(g xhat) / width))
 *           dgamma += dy xhat; dbeta += dy
 * </pre>
 */
final class PlainLayerNorm implements RowLayerNorm {
    private static final PlainReductions REDUCTIONS = new PlainReductions();
    private static final PlainElementwise ELEMENTWISE = new PlainElementwise();
    private static final Scratch SUMS = new Scratch();
    private static final Scratch MORE_SUMS = new Scratch();

    @Override
    public void forward(
            int rows, int width, float eps, float[] x, int xo, float @Nullable [] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int yr = yo + r * width;
            float mu = REDUCTIONS.sum(width, x, xr) / width;
            float scale = 1 / (float) Math.sqrt(squaredDistance(mu, width, x, xr) / width + eps);
            for (int j = 0; j < width; j++) {
                float hat = (x[xr + j] - mu) * scale;
                y[yr + j] = gamma == null ? hat : Math.fma(hat, gamma[go + j], beta[bo + j]);
            }
            mean[mo + r] = mu;
            rstd[ro + r] = scale;
        }
    }

    /** sum((x - mean)²). */
    private static float squaredDistance(float mean, int n, float[] x, int xo) {
        float[] lanes = SUMS.zeros(Lanes.COUNT);
        for (int i = 0; i < n; i++) {
            int l = i % Lanes.COUNT;
            float d = x[xo + i] - mean;
            lanes[l] = Math.fma(d, d, lanes[l]);
        }
        return Lanes.sum(lanes);
    }

    @Override
    public void backward(
            int rows, int width, float[] x, int xo, float @Nullable [] gamma, int go, float[] mean, int mo,
            float[] rstd, int ro, float[] dy, int dyo,
            float @Nullable [] dx, int dxo, float @Nullable [] dgamma, int dgo, float @Nullable [] dbeta, int dbo) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int dyr = dyo + r * width;
            if (dx != null) {
                backwardRow(width, x, xr, gamma, go, mean[mo + r], rstd[ro + r], dy, dyr, dx, dxo + r * width);
            }
            if (dgamma != null) {
                for (int j = 0; j < width; j++) {
                    float hat = (x[xr + j] - mean[mo + r]) * rstd[ro + r];
                    dgamma[dgo + j] = Math.fma(dy[dyr + j], hat, dgamma[dgo + j]);
                }
            }
            if (dbeta != null) {
                ELEMENTWISE.add(width, dbeta, dbo, dy, dyr, dbeta, dbo);
            }
        }
    }

    private static void backwardRow(
            int width, float[] x, int xr, float @Nullable [] gamma, int go, float mean, float rstd,
            float[] dy, int dyr, float[] dx, int dxr) {
        float[] sums = SUMS.zeros(Lanes.COUNT);
        float[] products = MORE_SUMS.zeros(Lanes.COUNT);
        for (int j = 0; j < width; j++) {
            int l = j % Lanes.COUNT;
            float g = gamma == null ? dy[dyr + j] : dy[dyr + j] * gamma[go + j];
            sums[l] += g;
            products[l] = Math.fma(g, (x[xr + j] - mean) * rstd, products[l]);
        }
        float meanG = Lanes.sum(sums) / width;
        float minusMeanGHat = -(Lanes.sum(products) / width);
        for (int j = 0; j < width; j++) {
            float g = gamma == null ? dy[dyr + j] : dy[dyr + j] * gamma[go + j];
            float hat = (x[xr + j] - mean) * rstd;
            dx[dxr + j] = Math.fma(rstd, Math.fma(hat, minusMeanGHat, g - meanG), dx[dxr + j]);
        }
    }
}
