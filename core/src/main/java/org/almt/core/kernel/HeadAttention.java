package org.almt.core.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention of one head (Vaswani et al., 2017) for {@code queries} rows of q and {@code keys} rows
 * of k and v. Rows of q, k, v, out lie {@code qs, ks, vs, os} apart. Rows of q and k are {@code size} wide, rows of v
 * and out {@code valueSize}.
 *
 * <p>Threads: safe for many at once.
 */
public interface HeadAttention {
    /** Sums over keys are first taken over groups of this many keys. The group sums are then added. */
    int KEYS = 16;

    /**
     * out = softmax(scale * q k^T + mask) v. Beside the inputs, backward needs logSum = max + log(sum of exp(score -
     * max)) of each row.
     *
     * @param mask one number for each key, added to the scores: 0, or -infinity to hide the key; if all keys are
     *     hidden, the result is NaN; may be null
     * @param causal whether key j is hidden from query i if j - i &gt; keys - queries; the last query then sees all
     *     keys. The bits are those of a score of -infinity, if all elements are finite. Each query must see a key, and
     *     the scale must be above 0
     */
    void forward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs,
            float @Nullable [] mask, int mo, boolean causal,
            float[] out, int oo, int os, float[] logSum, int lo);

    /**
     * The gradients of {@link #forward}: recomputes p = exp(score - logSum), then dv += p^T dout, dp = dout v^T, ds =
     * scale * p * (dp - sum of p * dp over keys), dq += ds k, dk += ds^T q. Gradients have the layout of their values,
     * and rows of dout lie {@code dos} apart. A gradient that is not wanted is null.
     */
    void backward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs,
            float @Nullable [] mask, int mo, boolean causal,
            float[] logSum, int lo, float[] dout, int doo, int dos,
            float @Nullable [] dq, int dqo, float @Nullable [] dk, int dko, float @Nullable [] dv, int dvo);
}
