package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention in which each query has a mask of its own over the keys, as where no row may look ahead; with
 * dropout of the probabilities (Vaswani et al., 2017) if requested.
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
 * <p>Some queries of one head are computed at a time, so that their scores stay in a cache, and keys behind the last
 * that one of them sees are left out: half of the work where no row looks ahead. D of query i and key j is that of
 * index ((b H + h) N + i) M + j, see {@link DropoutSource}.
 *
 * <p>Threads: one at a time.
 */
public final class MaskedAttention extends ScoredAttention {
    private static final Scratch SCORES = new Scratch();

    /**
     * Queries at a time. MulT on 16 samples as long as those of CMU-MOSI, a step on a core: 9.8 s, all at once 12.5 s.
     */
    private static final int ROWS = 32;

    private final int batch;
    private final int queries;
    private final int keys;

    /** {@code mask} is null if all keys are seen, {@code random} without dropout. */
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

    /** How many keys there are up to the last that one of these queries sees: what is behind them changes no bit. */
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
