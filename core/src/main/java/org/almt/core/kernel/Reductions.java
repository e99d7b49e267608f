package org.almt.core.kernel;

/**
 * Sums along a row, in 16 virtual lanes, and sums down columns, row by row; see {@link Kernels}.
 *
 * <p>Threads: safe for many at once.
 */
public interface Reductions {
    /** The sum of n elements. */
    float sum(int n, float[] x, int xo);

    /** The {@link #sum} of each row of n elements: {@code out[r] = sum(n, x, xo + r * stride)}. */
    default void rowSums(int rows, int n, float[] x, int xo, int stride, float[] out, int oo) {
        for (int r = 0; r < rows; r++) {
            out[oo + r] = sum(n, x, xo + r * stride);
        }
    }

    /** The sum of products: each lane takes {@code fma(x, y, lane)}. */
    float dot(int n, float[] x, int xo, float[] y, int yo);

    /** out[j] += x[r*stride + j] for j &lt; width, one row r after the other in ascending order. */
    void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo);
}
