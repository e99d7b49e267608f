package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention in which each query has its own mask over the keys, for example so that no row looks ahead. It
 * can apply dropout to the probabilities (Vaswani et al., 2017).
 *
 * <pre>
 * forward   S = scale q k^T + mask    P = softmax(S) over keys    A = P D    out = A v    for each sample and head
 * backward  dv += A^T dout
 *           dP = D (dout v^T),  dS = scale P (dP - rowsum(P dP))
 *           dq += dS k,  dk += dS^T q
 * saved     q, k, v, mask: P is recomputed and the dropout mask D drawn again; D = 1 without dropout
 * cost      B H N M (E + F) multiply-adds and B H N M exponentials; B H N M (3 E + 2 F) and as many backward
 * letters   as for Attention; D the dropout mask
 * </pre>
 *
 * Shapes: q [B,N,H*E], k [B,M,H*E], v [B,M,H*F], mask [N,M] or none, out [B,N,H*F]. The mask is added to the scores of
 * all samples and heads: 0, or -infinity to hide a key from a query; it receives no gradient. A query from which all
 * keys are hidden is refused.
 *
 * <p>A few queries of one head are computed at a time, so that their scores stay in a cache. Keys after the last that
 * one of these queries sees are left out. This is half of the work if no row looks ahead. The dropout mask D of query i
 * and key j has index ((b H + h) N + i) M + j, see {@link DropoutSource}.
 *
 * <p>Threads: one at a time.
 */
public final class MaskedAttention extends ScoredAttention {
    private static final Scratch SCORES = new Scratch();

    /**
     * Queries at a time. A step of MulT takes 9.8 s on one core, and 12.5 s with all queries at once (16 samples as
     * long as those of CMU-MOSI).
     */
    private static final int ROWS = 32;

    private final int batch;
    private final int queries;
    private final int keys;

    /** {@code mask} is null if no key is hidden. {@code random} is null without dropout. */
    MaskedAttention(Tensor q, Tensor k, Tensor v, int heads, float scale, @Nullable Tensor mask,
            @Nullable DropoutMask random) {
        super("maskedAttention", 3, q, k, v, mask, heads, scale, random);
        batch = q.shape().size(0);
        queries = q.shape().size(1);
        keys = k.shape().size(1);
        checkMask("maskedAttention", "the mask", "for " + queries + " queries and " + keys + " keys", queries, keys);
        readsInBackward(Checks.present(q, k, v, mask));
    }

    @Override
    protected boolean dependsOnInputsAlone() {
        return random == null;
    }

    @Override
    int maskAt(int row, int keyRow) {
        return row % queries * keys;
    }

    @Override
    long dropoutIndex(int row, int head) {
        return (((long) row / queries * heads + head) * queries + row % queries) * keys;
    }

    @Override
    protected long flop() {
        return 2L * batch * heads * work(queries, keys);
    }

    @Override
    protected void forward() {
        if (mask != null) {
            requireScores("maskedAttention");
            for (int i = 0; i < queries; i++) {
                requireKey("maskedAttention", "query", i, i * keys, keys);
            }
        }
        super.forward();
    }

    @Override
    protected void recompute() {
        Kernels kernels = Engine.kernels();
        HeadSlabs.over(batch, heads, work(queries, keys), (b, h) -> {
            for (int first = 0; first < queries; first += ROWS) {
                int n = Math.min(ROWS, queries - first);
                int seen = seen(first, n);
                float[] p = SCORES.floats(n * seen);
                probabilities(kernels, h, b * queries + first, n, b * keys, seen, p, 0, seen);
                results(kernels, h, b * queries + first, n, b * keys, seen, p, 0, seen);
            }
        });
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        eachHead(batch, work(queries, keys), (b, h) -> {
            for (int first = 0; first < queries; first += ROWS) {
                int n = Math.min(ROWS, queries - first);
                int seen = seen(first, n);
                float[] p = SCORES.floats(n * seen);
                probabilities(kernels, h, b * queries + first, n, b * keys, seen, p, 0, seen);
                gradients(kernels, h, b * queries + first, n, b * keys, seen, p, 0, seen);
            }
        });
    }

    /** Number of keys up to the last that one of these queries sees. Later keys change no bit. */
    private int seen(int first, int rows) {
        if (mask == null) {
            return keys;
        }
        int seen = 1;
        for (int i = first; i < first + rows; i++) {
            int last = keys - 1;
            while (last >= seen && mask.array()[mask.offset() + i * keys + last] == Float.NEGATIVE_INFINITY) {
                last--;
            }
            seen = Math.max(seen, last + 1);
        }
        return seen;
    }
}
