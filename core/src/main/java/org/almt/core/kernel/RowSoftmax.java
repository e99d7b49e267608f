package org.almt.core.kernel;

/**
 * Softmax along rows of {@code width} elements that lie one after another.
 *
 * <p>Threads: safe for many at once.
 */
public interface RowSoftmax {
    /**
     * y = softmax(x): e = exp(x - max x) by {@link FloatMath#expFlushed}, y = e * (1 / sum e), the sum in 16 virtual
     * lanes.
     */
    void forward(int rows, int width, float[] x, int xo, float[] y, int yo);

    /** dx += y * (dy - sum of y*dy over the row). */
    void backward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo);

    /**
     * The logarithm of the sum of exp(x) of each row, max + log(sum of exp(x - max)), with {@link FloatMath#expFlushed}
     * and the sum in 16 virtual lanes. It is -infinity if all elements are.
     *
     * @param out [rows]
     */
    void logSumExp(int rows, int width, float[] x, int xo, float[] out, int oo);

    /** y = fma(alpha, exp(x - shift), y) with {@link FloatMath#expFlushed}, for n elements. */
    void addExp(int n, float alpha, float[] x, int xo, float shift, float[] y, int yo);
}
