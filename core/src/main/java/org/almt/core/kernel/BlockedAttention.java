package org.almt.core.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Attention of one head, built on matrix products, exp, sums and three passes over scores. The plain and the vector
 * kernels share it. Each brings its own {@link Passes}.
 *
 * <pre>
 * forward   s = scale q k^T + mask; p = exp(s - max s); out = (p v) * (1 / sum p); logSum = max s + log(sum p)
 * backward  p = exp(s - logSum); dv += p^T dout; dp = dout v^T; ds = p scale (dp - sum p dp)
 *           dq += ds k; dk += ds^T q
 * </pre>
 *
 * Scores are transposed: a row for each key, a column for each query. Maxima and sums over keys then run down the
 * columns, many queries at a time, and no row ends in the middle of a vector. Columns are filled up to a multiple of
 * {@value Lanes#COUNT}, and rows lie an odd number of cache lines apart. Times at 512 bits, with data in the first
 * caches: the forward pass of one head of 50 queries and keys of 64 features takes 9.5 microseconds. Of these, the two
 * products take 6.8, transposing the queries and copying the values 1.2, the way from scores to probabilities 1.1, and
 * the rest 0.3. The backward pass takes 21.4, the five products 15 of them. With 8 queries and keys of 16 features the
 * passes take 0.36 and 0.65.
 *
 * <p>Queries are computed in blocks of {@value #QUERIES}. At any time only [keys, {@value #QUERIES}] scores exist. For
 * 500 keys, these stay in the second-level cache. The size of a block does not affect the bits: queries are
 * independent, and sums over queries run in ascending order through the blocks.
 *
 * <p>In causal attention, a block only uses the keys up to the position of its last query. About half of the scores are
 * then never computed. The hidden scores beside the diagonal are set to -infinity. This gives the bits of a mask: exp
 * gives 0, and adding 0 times a finite element changes nothing.
 *
 * <p>Threads: safe for many at once.
 */
public final class BlockedAttention implements HeadAttention {
    private static final Scratch OF_QUERIES = new Scratch();
    private static final Scratch SUMS = new Scratch();
    private static final Scratch SCORES = new Scratch();
    private static final Scratch NO_MASK = new Scratch();
    private static final Scratch SCORE_GRADIENTS = new Scratch();
    private static final Scratch PACKED_KEYS = new Scratch();
    private static final Scratch PACKED_QUERIES = new Scratch();

    private static final int QUERIES = 64;

    private final Products products;
    private final Elementwise elementwise;
    private final Passes passes;

    /**
     * Passes over scores s [keys, width]. The width is a multiple of {@link Lanes#COUNT}, and rows lie {@code stride}
     * apart. The mask holds a number for each key. Results of columns hold one for each query. Sums start from +0 and
     * run over keys in order, {@link #KEYS} at a time.
     */
    public interface Passes {
        /** max = the largest fma(scale, s, mask) of each column. A NaN may be ignored. */
        void max(int keys, int width, int stride, float scale, float[] s, float[] mask, int mo, float[] max);

        /**
         * s = exp(fma(scale, s, mask) - shift), see {@link FloatMath#expFlushed}. Also computes the sum of each column.
         */
        void exp(
                int keys, int width, int stride, float scale, float[] s, float[] mask, int mo, float[] shift,
                float[] sum);

        /** ds = p * scale * (ds - inner) with inner = sum of p * ds (by fma) over each column. */
        void scoreGradient(int keys, int width, int stride, float scale, float[] p, float[] ds, float[] inner);
    }

    /** Attention on the given kernels and passes. */
    public BlockedAttention(Products products, Elementwise elementwise, Passes passes) {
        this.products = products;
        this.elementwise = elementwise;
        this.passes = passes;
    }

    @Override
    public void forward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs,
            float @Nullable [] mask, int mo, boolean causal,
            float[] out, int oo, int os, float[] logSum, int lo) {
        float[] packed = queries > QUERIES && !causal ? packed(keys, valueSize, v, vo, vs) : null;
        float[] hidden = mask == null ? zeros(keys) : mask;
        int ho = mask == null ? 0 : mo;
        float[] max = OF_QUERIES.floats(QUERIES);
        float[] sum = SUMS.floats(QUERIES);
        for (int from = 0; from < queries; from += QUERIES) {
            int block = Math.min(QUERIES, queries - from);
            int width = Products.packedWidth(block);
            int stride = Products.oddLines(width);
            int seen = causal ? from + block + keys - queries : keys;
            float[] s = SCORES.floats(seen * stride);
            transposedProduct(seen, block, size, k, ko, ks, q, qo + from * qs, qs, s, stride);
            if (causal) {
                hideLater(seen, block, s, stride);
            }
            passes.max(seen, width, stride, scale, s, hidden, ho, max);
            passes.exp(seen, width, stride, scale, s, hidden, ho, max, sum);
            int first = oo + from * os;
            if (packed != null) {
                products.gemmPacked(true, block, valueSize, keys, s, 0, stride, packed, out, first, os, false);
            } else {
                products.gemm(true, false, block, valueSize, seen, s, 0, stride, v, vo, vs, out, first, os, false);
            }
            for (int i = 0; i < block; i++) {
                elementwise.scale(valueSize, 1 / sum[i], out, first + i * os, out, first + i * os);
                logSum[lo + from + i] = max[i] + FloatMath.log(sum[i]);
            }
        }
    }

    /** Hides from each query of a block (a column) the keys after its own position. The last query sees all keys. */
    private static void hideLater(int keys, int queries, float[] s, int stride) {
        for (int j = keys - queries + 1; j < keys; j++) {
            Arrays.fill(s, j * stride, j * stride + j - (keys - queries), Float.NEGATIVE_INFINITY);
        }
    }

    /** The mask that hides nothing. */
    private static float[] zeros(int keys) {
        float[] zeros = NO_MASK.floats(keys);
        Arrays.fill(zeros, 0, keys, 0);
        return zeros;
    }

    @Override
    public void backward(
            int queries, int keys, int size, int valueSize, float scale,
            float[] q, int qo, int qs, float[] k, int ko, int ks, float[] v, int vo, int vs,
            float @Nullable [] mask, int mo, boolean causal,
            float[] logSum, int lo, float[] dout, int doo, int dos,
            float @Nullable [] dq, int dqo, float @Nullable [] dk, int dko, float @Nullable [] dv, int dvo) {
        float[] packed = dq != null && queries > QUERIES && !causal ? packed(keys, size, k, ko, ks) : null;
        float[] hidden = mask == null ? zeros(keys) : mask;
        int ho = mask == null ? 0 : mo;
        float[] column = OF_QUERIES.floats(QUERIES);
        float[] sum = SUMS.floats(QUERIES);
        for (int from = 0; from < queries; from += QUERIES) {
            int block = Math.min(QUERIES, queries - from);
            int width = Products.packedWidth(block);
            int stride = Products.oddLines(width);
            int qi = qo + from * qs;
            int di = doo + from * dos;
            int seen = causal ? from + block + keys - queries : keys;
            float[] p = SCORES.floats(seen * stride);
            System.arraycopy(logSum, lo + from, column, 0, block);
            transposedProduct(seen, block, size, k, ko, ks, q, qi, qs, p, stride);
            if (causal) {
                hideLater(seen, block, p, stride);
            }
            passes.exp(seen, width, stride, scale, p, hidden, ho, column, sum);
            if (dv != null) {
                products.gemm(false, false, seen, valueSize, block, p, 0, stride, dout, di, dos, dv, dvo, vs, true);
            }
            if (dq == null && dk == null) {
                continue;
            }
            float[] ds = SCORE_GRADIENTS.floats(seen * stride);
            transposedProduct(seen, block, valueSize, v, vo, vs, dout, di, dos, ds, stride);
            passes.scoreGradient(seen, width, stride, scale, p, ds, column);
            int dqi = dqo + from * qs;
            if (dq != null && packed != null) {
                products.gemmPacked(true, block, size, keys, ds, 0, stride, packed, dq, dqi, qs, true);
            } else if (dq != null) {
                products.gemm(true, false, block, size, seen, ds, 0, stride, k, ko, ks, dq, dqi, qs, true);
            }
            if (dk != null) {
                products.gemm(false, false, seen, size, block, ds, 0, stride, q, qi, qs, dk, dko, ks, true);
            }
        }
    }

    /** Packs keys or values, [keys, size], that several blocks of queries are multiplied by. */
    private float[] packed(int keys, int size, float[] x, int xo, int xs) {
        float[] packed = PACKED_KEYS.floats(Products.packedSize(size, keys));
        products.pack(false, size, keys, 0, keys, x, xo, xs, packed);
        return packed;
    }

    /** s = x y^T for keys x [keys, size] and queries y [queries, size]. */
    private void transposedProduct(
            int keys, int queries, int size, float[] x, int xo, int xs, float[] y, int yo, int ys, float[] s,
            int stride) {
        int width = Products.packedWidth(queries);
        if (queries == 1) { // for one row, transposing costs more than the product
            Arrays.fill(s, 0, keys * stride, 0);
            products.gemm(false, true, keys, 1, size, x, xo, xs, y, yo, ys, s, 0, stride, false);
            return;
        }
        float[] packed = PACKED_QUERIES.floats(Products.packedSize(queries, size));
        products.pack(true, queries, size, 0, size, y, yo, ys, packed);
        products.gemmPacked(false, keys, width, size, x, xo, xs, packed, s, 0, stride, false);
    }
}
