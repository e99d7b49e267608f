package org.almt.core.kernel;

/**
 * Arithmetic on each of n elements, one rounding for each step; see {@link Kernels}.
 *
 * <p>Threads: safe for many at once.
 */
public interface Elementwise {
    /** z = x + y. */
    void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo);

    /** z = x - y. */
    void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo);

    /** z = x * y. */
    void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo);

    /** z = x / y. */
    void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo);

    /** z = alpha * x. */
    void scale(int n, float alpha, float[] x, int xo, float[] z, int zo);

    /** z = x + alpha. */
    void shift(int n, float alpha, float[] x, int xo, float[] z, int zo);

    /** z = sqrt(x). */
    void sqrt(int n, float[] x, int xo, float[] z, int zo);

    /** y = fma(alpha, x, y). */
    void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo);

    /** z = fma(x, y, z). */
    void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo);

    /**
     * One AdamW step (Loshchilov and Hutter, 2019) on n parameters, in PyTorch's order: p -= lr * decay * p; m = beta1
     * m + (1-beta1) g; v = beta2 v + (1-beta2) g²; p -= stepSize * m / (sqrt(v) / sqrtCorrection2 + eps).
     *
     * @param keep 1 - lr * decay
     * @param stepSize lr / (1 - beta1^t)
     * @param sqrtCorrection2 sqrt(1 - beta2^t)
     */
    void adamw(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps);
}
