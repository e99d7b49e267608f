package org.almt.core.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016) along rows of {@code width} elements that lie one after another.
 *
 * <p>Threads: safe for many at once.
 */
public interface RowLayerNorm {
    /**
     * y = (x - mean) * rstd * gamma + beta, with the biased variance (two passes: the mean first, then the mean of
     * squared differences) and rstd = 1 / sqrt(variance + eps).
     *
     * @param gamma scale [width]; may be null, and beta is then not read
     * @param mean [rows], is written and kept for backward; the same for rstd [rows]
     */
    void forward(
            int rows, int width, float eps, float[] x, int xo, float @Nullable [] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro);

    /**
     * dx += rstd * (g - mean(g) - xhat * mean(g * xhat)) with g = dy * gamma and xhat = (x - mean) * rstd. Also dgamma
     * += dy * xhat and dbeta += dy, over rows in ascending order.
     *
     * @param dx null if not wanted; the same for dgamma and dbeta
     */
    void backward(
            int rows, int width, float[] x, int xo, float @Nullable [] gamma, int go, float[] mean, int mo,
            float[] rstd, int ro, float[] dy, int dyo,
            float @Nullable [] dx, int dxo, float @Nullable [] dgamma, int dgo, float @Nullable [] dbeta, int dbo);
}
