package org.almt.core.kernel;

/**
 * The one door from meaning to speed: everything that the ops compute on floats, on plain arrays with offsets.
 *
 * <p>Two implementations stand behind it: {@code scalar}, the definition, and {@code simd}, on the Vector API. Both
 * give the same bits for the same input, at every vector width, because the order of every rounding is fixed here:
 *
 * <ul>
 *   <li>an element of a matrix product accumulates over k in ascending order, one {@code fma} each, from +0 or, when
 *       accumulating, from the value in C;
 *   <li>a reduction over n numbers runs in 16 virtual lanes: lane l starts at +0 (sums) or -infinity (maxima) and takes
 *       the elements l, l+16, l+32, … in order; the lanes then meet in the fixed tree of {@code kernel.Lanes}:
 *       l with l+8, l with l+4, l with l+2, l with l+1;
 *   <li>column sums run over rows in ascending order;
 *   <li>exp, tanh, log and the normal distribution are the polynomials of {@code kernel.FloatMath}, evaluated
 *       with fma in one order;
 *   <li>everything else is one correctly rounded operation (+, -, *, /, sqrt, fma) per step.
 * </ul>
 *
 * <p>Kernels run on the calling thread, assume valid arguments and never check them (ops do). Where a parameter is
 * called {@code x, xo}, the numbers are {@code x[xo], x[xo+1], …}. A gradient argument starts with {@code d} and is
 * <em>added to</em> unless said otherwise. Outputs may be the same array and offset as an elementwise input, and
 * otherwise do not overlap inputs.
 */
public interface Kernels {
    /** {@code scalar}, or {@code simd} with its width in bits, such as {@code simd-512}. */
    String name();

    // ------------------------------------------------------------------ matrix product

    /**
     * C[m,n] = op(A) op(B), or C += op(A) op(B): {@code c[i*ldc+j] = sum over k of opA(i,k) * opB(k,j)}.
     *
     * @param transA whether A is stored [k,m] (then opA(i,k) = a[k*lda+i]) and not [m,k] (a[i*lda+k])
     * @param transB whether B is stored [n,k] (then opB(k,j) = b[j*ldb+k]) and not [k,n] (b[k*ldb+j])
     * @param lda distance between the starts of stored rows; likewise ldb, ldc
     * @param accumulate whether sums start from C and not from +0
     */
    void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate);

    /**
     * Copies rows {@code from} to {@code from + count} of op(B), [k,n], to where {@link #gemmPacked} reads them
     * fastest, so that bands of C that need the same B share the work. The layout is the implementation's own; rows may
     * be packed in any order and at the same time, if cut at multiples of {@value Gemm#PACKED_ROWS}.
     *
     * @param packed {@link Gemm#packedSize} floats
     */
    void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed);

    /**
     * {@link #gemm} with an op(B), [k,n], that {@link #pack} has packed. Here n may also be {@link Gemm#packedWidth} of
     * what was packed: C then has room for whole vectors, and gets anything in the columns that B does not have.
     */
    void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate);

    // ------------------------------------------------------------------ elementwise, n numbers

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

    /** y = fma(alpha, x, y). */
    void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo);

    /** z = fma(x, y, z). */
    void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo);

    /** y = exp(x). */
    void exp(int n, float[] x, int xo, float[] y, int yo);

    /** y = x / 2 * (1 + erf(x / sqrt 2)), the exact GELU (Hendrycks and Gimpel, 2016). */
    void gelu(int n, float[] x, int xo, float[] y, int yo);

    /** dx += dy * (Phi(x) + x phi(x)), Phi and phi being the standard normal distribution and density. */
    void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo);

    /** y = tanh(x). */
    void tanh(int n, float[] x, int xo, float[] y, int yo);

    /** y = 1 / (1 + exp(-x)). */
    void sigmoid(int n, float[] x, int xo, float[] y, int yo);

    /** y = max(x, 0), NaN where x is NaN. */
    void relu(int n, float[] x, int xo, float[] y, int yo);

    /** dx += dy where x &gt; 0. */
    void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo);

    // ------------------------------------------------------------------ reductions (16 virtual lanes)

    /** The sum of n numbers. */
    float sum(int n, float[] x, int xo);

    /** The sum of fma products: sum of x*y. */
    float dot(int n, float[] x, int xo, float[] y, int yo);

    /** out[j] += x[r*stride + j] for one row r after the other, ascending, for j &lt; width. */
    void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo);

    // ------------------------------------------------------------------ rows of the given width

    /**
     * y = softmax(x) along each row: exp(x - max) / sum of it (numerator times the reciprocal of the sum), with {@code
     * FloatMath.expFlushed} for exp.
     */
    void softmax(int rows, int width, float[] x, int xo, float[] y, int yo);

    /** dx += y * (dy - sum over the row of y*dy). */
    void softmaxBackward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo);

    /**
     * Layer normalisation (Ba, Kiros and Hinton, 2016): y = (x - mean) * rstd * gamma + beta, with the biased variance
     * (two passes: mean first, then the mean of squared differences) and rstd = 1 / sqrt(variance + eps).
     *
     * @param gamma scale [width], or null for none, then beta is null too
     * @param mean [rows], written; likewise rstd [rows]: kept for backward
     */
    void layerNorm(
            int rows, int width, float eps, float[] x, int xo, float[] gamma, int go, float[] beta, int bo,
            float[] y, int yo, float[] mean, int mo, float[] rstd, int ro);

    /**
     * dx += rstd * (g - mean(g) - xhat * mean(g * xhat)) with g = dy * gamma and xhat = (x - mean) * rstd; and
     * dgamma += dy * xhat, dbeta += dy, over rows ascending.
     *
     * @param dx null where not wanted; likewise dgamma and dbeta
     */
    void layerNormBackward(
            int rows, int width, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo);

    // ------------------------------------------------------------------ attention

    /**
     * Scaled dot-product attention of one head (Vaswani et al., 2017): out = softmax(scale * q k^T) v, for
     * {@code queries} rows of q against {@code keys} rows of k and v. The score matrix is never held whole for all
     * queries; what backward needs are the rows' logSum = max + log(sum of exp(score - max)).
     *
     * <p>Rows of q, k, v, out lie {@code qs, ks, vs, os} apart; q and k rows are {@code size} wide, v and out rows
     * {@code valueSize}.
     *
     * @param mask per key, added to the scores (0, or -infinity to hide a key; with all keys hidden the result is NaN);
     *     null for none
     */
    void attention(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs, float[] mask, int mo,
            float[] out, int oo, int os, float[] logSum, int lo);

    /**
     * The gradients of {@link #attention}: recomputes p = exp(score - logSum), then dv += p^T dout, dp = dout v^T,
     * ds = scale * p * (dp - sum of p * dp over keys), dq += ds k, dk += ds^T q. Gradients have the layout of their
     * values, and rows of dout lie {@code dos} apart; null where not wanted.
     */
    void attentionBackward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs, float[] mask, int mo,
            float[] logSum, int lo, float[] dout, int doo, int dos,
            float[] dq, int dqo, float[] dk, int dko, float[] dv, int dvo);

    // ------------------------------------------------------------------ optimiser

    /**
     * One AdamW step (Loshchilov and Hutter, 2019) on n parameters: p -= lr * decay * p; m = beta1 m + (1-beta1) g;
     * v = beta2 v + (1-beta2) g²; p -= stepSize * m / (sqrt(v) / sqrtCorrection2 + eps), in PyTorch's order.
     *
     * @param keep 1 - lr * decay
     * @param stepSize lr / (1 - beta1^t)
     * @param sqrtCorrection2 sqrt(1 - beta2^t)
     */
    void adamw(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps);
}
