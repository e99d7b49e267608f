package org.almt.core.kernel;

/**
 * Functions of one number, applied to n elements, and their gradients. The bits are those of {@link FloatMath}.
 *
 * <p>Threads: safe for many at once.
 */
public interface Functions {
    /** y = exp(x). */
    void exp(int n, float[] x, int xo, float[] y, int yo);

    /** y = x / 2 * (1 + erf(x / sqrt 2)), the exact GELU (Hendrycks and Gimpel, 2016). */
    void gelu(int n, float[] x, int xo, float[] y, int yo);

    /** dx += dy * (Phi(x) + x phi(x)), where Phi and phi are the standard normal distribution and density. */
    void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo);

    /** y = tanh(x). */
    void tanh(int n, float[] x, int xo, float[] y, int yo);

    /** y = 1 / (1 + exp(-x)). */
    void sigmoid(int n, float[] x, int xo, float[] y, int yo);

    /** y = log(x), the natural logarithm. */
    void log(int n, float[] x, int xo, float[] y, int yo);

    /** y = log(1 + exp(x)). */
    void softplus(int n, float[] x, int xo, float[] y, int yo);

    /** y = max(x, 0), NaN where x is NaN. */
    void relu(int n, float[] x, int xo, float[] y, int yo);

    /** dx += dy where x &gt; 0. */
    void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo);
}
