package org.almt.core.kernel;

/**
 * Sums, along a row in 16 virtual lanes and down columns row by row; see {@link Kernels}.
 *
 * <p>Threads: safe for many at once.
 */
public interface Reductions {
    /** The sum of n elements. */
    float sum(int n, float[] x, int xo);

    /** The sum of products: each lane takes {@code fma(x, y, lane)}. */
    float dot(int n, float[] x, int xo, float[] y, int yo);

    /** out[j] += x[r*stride + j] for one row r after the other, ascending, for j &lt; width. */
    void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo);
}
