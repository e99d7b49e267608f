package org.almt.core.kernel.scalar;

import org.almt.core.kernel.Kernels;

/**
 * Attention of one head, built on the matrix product and four passes along rows of scores; the scalar and the vector
 * kernels share it and bring their own {@link Rows}.
 *
 * <pre>
 * forward   s = scale q k^T + mask; p = exp(s - max s); out = (p v) * (1 / sum p); logSum = max s + log(sum p)
 * backward  p = exp(s - logSum); dv += p^T dout; dp = dout v^T; ds = p (dp - dout . out) scale
 *           dq += ds k; dk += ds^T q
 * </pre>
 *
 * Queries go through in blocks of {@value #QUERIES}: at any time only [{@value #QUERIES}, keys] scores exist, which for
 * 500 keys stay in the second-level cache, while 64 rows are enough to pay for the packing of k and v. The block leaves
 * no trace in the bits: rows are independent, and sums over queries run in ascending order through blocks.
 */
public final class Attention {
    private static final int QUERIES = 64;

    private final Kernels kernels;
    private final Rows rows;

    /** Passes along one row of n scores. */
    public interface Rows {
        /** s = scale * s, or fma(scale, s, mask); the largest of it, -infinity for n = 0. */
        float scaleMax(int n, float scale, float[] s, int so, float[] mask, int mo);

        /** s = exp(s - max); the sum of it. */
        float expSum(int n, float max, float[] s, int so);

        /** s = exp(scale * s - logSum), with fma(scale, s, mask) before the subtraction where there is a mask. */
        void probabilities(int n, float scale, float[] s, int so, float[] mask, int mo, float logSum);

        /** ds = p * (ds - inner) * scale. */
        void scoreGradient(int n, float scale, float[] p, int po, float inner, float[] ds, int dso);
    }

    /** Attention on the given matrix product, sums and row passes. */
    public Attention(Kernels kernels, Rows rows) {
        this.kernels = kernels;
        this.rows = rows;
    }

    /** See {@link Kernels#attention}. */
    public void forward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs, float[] mask, int mo,
            float[] out, int oo, int os, float[] logSum, int lo) {
        float[] s = Scratch.floats(Scratch.Use.SCORES, Math.min(QUERIES, queries) * keys);
        for (int from = 0; from < queries; from += QUERIES) {
            int block = Math.min(QUERIES, queries - from);
            kernels.gemm(false, true, block, keys, size, q, qo + from * qs, qs, k, ko, ks, s, 0, keys, false);
            float[] inverse = Scratch.floats(Scratch.Use.ROW_SUMS, QUERIES);
            for (int i = 0; i < block; i++) {
                float max = rows.scaleMax(keys, scale, s, i * keys, mask, mo);
                float sum = rows.expSum(keys, max, s, i * keys);
                inverse[i] = 1 / sum;
                logSum[lo + from + i] = max + ScalarMath.log(sum);
            }
            int first = oo + from * os;
            kernels.gemm(false, false, block, valueSize, keys, s, 0, keys, v, vo, vs, out, first, os, false);
            for (int i = 0; i < block; i++) {
                kernels.scale(valueSize, inverse[i], out, first + i * os, out, first + i * os);
            }
        }
    }

    /** See {@link Kernels#attentionBackward}. */
    public void backward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs, float[] mask, int mo,
            float[] out, int oo, int os, float[] logSum, int lo, float[] dout, int doo,
            float[] dq, int dqo, float[] dk, int dko, float[] dv, int dvo) {
        float[] p = Scratch.floats(Scratch.Use.SCORES, Math.min(QUERIES, queries) * keys);
        float[] ds = Scratch.floats(Scratch.Use.SCORE_GRADIENTS, Math.min(QUERIES, queries) * keys);
        for (int from = 0; from < queries; from += QUERIES) {
            int block = Math.min(QUERIES, queries - from);
            int dout0 = doo + from * os;
            kernels.gemm(false, true, block, keys, size, q, qo + from * qs, qs, k, ko, ks, p, 0, keys, false);
            for (int i = 0; i < block; i++) {
                rows.probabilities(keys, scale, p, i * keys, mask, mo, logSum[lo + from + i]);
            }
            if (dv != null) {
                kernels.gemm(true, false, keys, valueSize, block, p, 0, keys, dout, dout0, os, dv, dvo, vs, true);
            }
            if (dq == null && dk == null) {
                continue;
            }
            kernels.gemm(false, true, block, keys, valueSize, dout, dout0, os, v, vo, vs, ds, 0, keys, false);
            for (int i = 0; i < block; i++) {
                float inner = kernels.dot(valueSize, dout, dout0 + i * os, out, oo + (from + i) * os);
                rows.scoreGradient(keys, scale, p, i * keys, inner, ds, i * keys);
            }
            if (dq != null) {
                kernels.gemm(false, false, block, size, keys, ds, 0, keys, k, ko, ks, dq, dqo + from * qs, qs, true);
            }
            if (dk != null) {
                kernels.gemm(true, false, keys, size, block, ds, 0, keys, q, qo + from * qs, qs, dk, dko, ks, true);
            }
        }
    }
}
