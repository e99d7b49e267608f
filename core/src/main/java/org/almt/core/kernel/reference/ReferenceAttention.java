package org.almt.core.kernel.reference;

import static org.almt.core.kernel.reference.ReferenceElementwise.each;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.HeadAttention;
import org.jspecify.annotations.Nullable;

/** Attention of one head, query by query: scores, softmax, a weighted sum of the values. */
final class ReferenceAttention implements HeadAttention {
    private final ReferenceProducts products = new ReferenceProducts();

    @Override
    public void forward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs,
            float @Nullable [] mask, int mo, boolean causal,
            float[] out, int oo, int os, float[] logSum, int lo) {
        for (int i = 0; i < queries; i++) {
            int seen = causal ? i + 1 + keys - queries : keys;
            float[] p = scores(keys, seen, size, scale, q, qo + i * qs, k, ko, ks, mask, mo);
            float max = ReferenceSoftmax.max(keys, p, 0);
            each(keys, p, 0, j -> FloatMath.expFlushed(p[j] - max));
            float sum = sumOverKeys(p, null);
            products.gemm(false, false, 1, valueSize, keys, p, 0, keys, v, vo, vs, out, oo + i * os, os, false);
            for (int f = 0; f < valueSize; f++) {
                out[oo + i * os + f] *= 1 / sum;
            }
            logSum[lo + i] = max + FloatMath.log(sum);
        }
    }

    @Override
    public void backward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs,
            float @Nullable [] mask, int mo, boolean causal,
            float[] logSum, int lo, float[] dout, int doo, int dos,
            float @Nullable [] dq, int dqo, float @Nullable [] dk, int dko, float @Nullable [] dv, int dvo) {
        for (int i = 0; i < queries; i++) {
            int qi = qo + i * qs;
            int di = doo + i * dos;
            int seen = causal ? i + 1 + keys - queries : keys;
            float[] p = scores(keys, seen, size, scale, q, qi, k, ko, ks, mask, mo);
            float shift = logSum[lo + i];
            each(keys, p, 0, j -> FloatMath.expFlushed(p[j] - shift));
            if (dv != null) { // dv += p^T dout
                products.gemm(true, false, keys, valueSize, 1, p, 0, keys, dout, di, dos, dv, dvo, vs, true);
            }
            float[] ds = new float[keys]; // dp = dout v^T at first
            products.gemm(false, true, 1, keys, valueSize, dout, di, dos, v, vo, vs, ds, 0, keys, false);
            float inner = sumOverKeys(p, ds);
            for (int j = 0; j < keys; j++) {
                ds[j] = p[j] * scale * (ds[j] - inner);
            }
            if (dq != null) { // dq += ds k
                products.gemm(false, false, 1, size, keys, ds, 0, keys, k, ko, ks, dq, dqo + i * qs, qs, true);
            }
            if (dk != null) { // dk += ds^T q
                products.gemm(true, false, keys, size, 1, ds, 0, keys, q, qi, qs, dk, dko, ks, true);
            }
        }
    }

    /** fma(scale, q k^T, mask) of one query. The query sees the first {@code seen} keys; the others get -infinity. */
    private float[] scores(
            int keys, int seen, int size, float scale, float[] q, int qi, float[] k, int ko, int ks,
            float @Nullable [] mask,
            int mo) {
        float[] s = new float[keys];
        products.gemm(false, true, 1, keys, size, q, qi, size, k, ko, ks, s, 0, keys, false);
        for (int j = 0; j < keys; j++) {
            s[j] = j < seen ? Math.fma(scale, s[j], mask == null ? 0 : mask[mo + j]) : Float.NEGATIVE_INFINITY;
        }
        return s;
    }

    /**
     * The sum of p, or of p x by fma: first over groups of {@link HeadAttention#KEYS} keys, then over the group sums,
     * all in order.
     */
    private static float sumOverKeys(float[] p, float @Nullable [] x) {
        float sum = 0;
        for (int from = 0; from < p.length; from += KEYS) {
            float part = 0;
            for (int j = from; j < Math.min(p.length, from + KEYS); j++) {
                part = x == null ? part + p[j] : Math.fma(p[j], x[j], part);
            }
            sum += part;
        }
        return sum;
    }
}
