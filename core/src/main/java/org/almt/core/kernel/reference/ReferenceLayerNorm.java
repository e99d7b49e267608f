package org.almt.core.kernel.reference;

import org.almt.core.kernel.RowLayerNorm;
import org.jspecify.annotations.Nullable;

/** Layer normalisation along rows. */
final class ReferenceLayerNorm implements RowLayerNorm {
    private final ReferenceReductions reductions = new ReferenceReductions();

    @Override
    public void forward(
            int rows, int width, float eps, float[] x, int xo, float @Nullable [] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro) {
        for (int r = 0; r < rows; r++) {
            float[] d = new float[width];
            mean[mo + r] = reductions.sum(width, x, xo + r * width) / width;
            for (int j = 0; j < width; j++) {
                d[j] = x[xo + r * width + j] - mean[mo + r];
            }
            rstd[ro + r] = 1 / (float) Math.sqrt(reductions.dot(width, d, 0, d, 0) / width + eps);
            for (int j = 0; j < width; j++) {
                float xhat = d[j] * rstd[ro + r];
                y[yo + r * width + j] = gamma == null ? xhat : Math.fma(xhat, gamma[go + j], beta[bo + j]);
            }
        }
    }

    @Override
    public void backward(
            int rows, int width, float[] x, int xo, float @Nullable [] gamma, int go, float[] mean, int mo,
            float[] rstd, int ro, float[] dy, int dyo,
            float @Nullable [] dx, int dxo, float @Nullable [] dgamma, int dgo, float @Nullable [] dbeta, int dbo) {
        for (int r = 0; r < rows; r++) {
            float[] xhat = new float[width];
            float[] g = new float[width];
            for (int j = 0; j < width; j++) {
                float dyj = dy[dyo + r * width + j];
                xhat[j] = (x[xo + r * width + j] - mean[mo + r]) * rstd[ro + r];
                g[j] = gamma == null ? dyj : dyj * gamma[go + j];
            }
            float meanG = reductions.sum(width, g, 0) / width;
            float meanGXhat = reductions.dot(width, g, 0, xhat, 0) / width;
            for (int j = 0; j < width; j++) {
                int i = r * width + j;
                if (dx != null) {
                    dx[dxo + i] = Math.fma(rstd[ro + r], Math.fma(xhat[j], -meanGXhat, g[j] - meanG), dx[dxo + i]);
                }
                if (dgamma != null) {
                    dgamma[dgo + j] = Math.fma(dy[dyo + i], xhat[j], dgamma[dgo + j]);
                }
                if (dbeta != null) {
                    dbeta[dbo + j] += dy[dyo + i];
                }
            }
        }
    }
}
