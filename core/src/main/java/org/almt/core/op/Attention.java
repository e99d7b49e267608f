package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head scaled dot-product attention (Vaswani et al., 2017) on heads that lie side by side in the last axis, where
 * projections leave them. Feature h*E + j is feature j of head h, so nothing is transposed.
 *
 * <pre>
 * forward   S = scale q k^T + mask      P = softmax(S) over keys      out = P v      for each sample and head
 * backward  dv += P^T dout
 *           dP = dout v^T,  dS = P (dP - rowsum(P dP))
 *           dq += scale dS k,  dk += scale dS^T q
 * saved     q, k, v, mask, logSum = log sum exp S over keys: P is recomputed, never held whole
 * cost      B H N M (E + F) multiply-adds and B H N M exponentials; B H N M (3 E + 2 F) and as many backward;
 *           a causal one has N M - N (N - 1) / 2 pairs of a query and a key instead of N M
 * letters   B samples, N queries, M keys, H heads, E features of a query and key head, F of a value head
 * </pre>
 *
 * Shapes: q [B,N,H*E], k [B,M,H*E], v [B,M,H*F], mask [B,M] or none, out [B,N,H*F], logSum [B,H,N]. The mask is added
 * to the scores of a key: 0, or -infinity to hide it; it receives no gradient. A sample whose keys are all hidden is
 * refused. Causal attention hides key j from query i if j - i &gt; M - N. It leaves out blocks of keys that are hidden.
 *
 * <table>
 * <caption>Which attention to use</caption>
 * <tr><th>op</th><th>mask</th><th>dropout</th><th>rows</th><th>held for backward</th><th>used by</th></tr>
 * <tr><td>{@link Attention}</td><td>of a key, [B, M]</td><td>no</td><td>as many in each sample</td>
 * <td>logSum, B H N floats</td><td>ALMT; language models on padded batches</td></tr>
 * <tr><td>{@link Ops#causalAttention}, of the same class</td><td>none: keys after a query are hidden</td><td>no</td>
 * <td>as many in each sample</td><td>logSum, B H N floats</td><td>language models that predict the next row, and their
 * cached steps</td></tr>
 * <tr><td>{@link MaskedAttention}</td><td>of a query and a key, [N, M], one for all samples</td><td>yes</td>
 * <td>as many in each sample</td><td>nothing: P is recomputed</td><td>rows that must not look ahead, such as in
 * MulT</td></tr>
 * <tr><td>{@link PackedAttention}</td><td>of a key, [R]</td><td>yes</td><td>samples of different
 * lengths, no padding</td> <td>P, R H L floats</td><td>language models that are trained further</td></tr>
 * </table>
 *
 * <p>Without dropout and without a mask for each query, use one of the first two. They never hold more than 64 columns
 * of scores at a time. Their exponentials, sums and products share one pass over these columns.
 *
 * <p>Threads: one at a time.
 */
public final class Attention extends AttentionOp {
    /** Floats of a sample that are prefetched at a time: three quarters of a second-level cache of 1 MiB. */
    private static final long FETCHED = 3 << 16;

    private final Tensor out;
    private final Tensor logSum;
    private final int batch;
    private final int queries;
    private final int keys;
    private final boolean causal;

    /** {@code mask} is null if no key is hidden from all queries. {@code causal} hides later keys from each query. */
    Attention(Tensor q, Tensor k, Tensor v, int heads, float scale, @Nullable Tensor mask, boolean causal) {
        super("attention", 3, q, k, v, mask, heads, scale);
        batch = q.shape().size(0);
        queries = q.shape().size(1);
        keys = k.shape().size(1);
        this.causal = causal;
        if (causal && (queries > keys || !(scale > 0))) {
            throw new IllegalArgumentException(
                    "attention: causal attention needs a key for each query and a scale above"
                            + " 0, not " + q.shape() + ", " + k.shape() + " and " + scale);
        }
        checkMask("attention", "the key mask", "for keys " + k.shape(), batch, keys);
        out = output(v.shape().with(1, queries));
        logSum = buffer(Shape.of(batch, heads, queries));
        readsInBackward(Checks.present(q, k, v, mask));
    }

    @Override
    protected long flop() {
        long hidden = causal ? (long) queries * (queries - 1) / 2 : 0; // query i sees keys 0 to i + M - N
        return 2L * batch * heads * ((long) queries * keys - hidden) * (size + valueSize);
    }

    @Override
    protected void forward() {
        checkScores();
        Kernels kernels = Engine.kernels();
        int qs = queryWidth();
        int vs = valueWidth();
        Tensor[] rows = {q, k, v, out};
        HeadSlabs.over(batch, heads, work(queries, keys), b -> prefetch(kernels, b, rows), (b, h) -> {
            int query = b * queries;
            int key = b * keys;
            kernels.attention().forward(queries, keys, size, valueSize, scale,
                    q.array(), at(q, query, h), qs, k.array(), at(k, key, h), qs, v.array(), at(v, key, h), vs,
                    mask == null ? null : mask.array(), mask == null ? 0 : mask.offset() + key, causal,
                    out.array(), at(out, query, h), vs, logSum.array(), logSum.offset() + (b * heads + h) * queries);
        });
    }

    private void checkScores() {
        if (mask != null) {
            requireScores("attention");
            for (int b = 0; b < batch; b++) {
                requireKey("attention", "sample", b, b * keys, keys);
            }
        }
    }

    @Override
    protected void backward() {
        Tensor dq = gradientOrNothing(q);
        Tensor dk = gradientOrNothing(k);
        Tensor dv = gradientOrNothing(v);
        // The kernel may hold part of a gradient in registers. Two gradients must therefore not share memory.
        if (gradientsOverlap()) {
            backward(dq, null, null);
            backward(null, dk, null);
            backward(null, null, dv);
        } else {
            backward(dq, dk, dv);
        }
    }

    private void backward(@Nullable Tensor dq, @Nullable Tensor dk, @Nullable Tensor dv) {
        if (dq == null && dk == null && dv == null) {
            return;
        }
        Kernels kernels = Engine.kernels();
        int qs = queryWidth();
        int vs = valueWidth();
        Tensor dout = gradient(out);
        @Nullable Tensor[] rows = {q, k, v, dout, dq, dk, dv};
        HeadSlabs.over(batch, heads, work(queries, keys), b -> prefetch(kernels, b, rows), (b, h) -> {
            int query = b * queries;
            int key = b * keys;
            begin(q, dq, query, queries, h);
            begin(k, dk, key, keys, h);
            begin(v, dv, key, keys, h);
            kernels.attention().backward(queries, keys, size, valueSize, scale,
                    q.array(), at(q, query, h), qs, k.array(), at(k, key, h), qs, v.array(), at(v, key, h), vs,
                    mask == null ? null : mask.array(), mask == null ? 0 : mask.offset() + key, causal,
                    logSum.array(), logSum.offset() + (b * heads + h) * queries, dout.array(), at(dout, query, h), vs,
                    dq == null ? null : dq.array(), dq == null ? 0 : at(dq, query, h),
                    dk == null ? null : dk.array(), dk == null ? 0 : at(dk, key, h),
                    dv == null ? null : dv.array(), dv == null ? 0 : at(dv, key, h));
        });
    }

    /** Sets the gradient of a head to zeros, if it holds nothing yet. */
    private void begin(Tensor input, @Nullable Tensor gradient, int row, int rows, int h) {
        if (gradient == null || !isFirst(input)) {
            return;
        }
        int width = gradient.shape().width() / heads;
        for (int i = row; i < row + rows; i++) {
            Arrays.fill(gradient.array(), at(gradient, i, h), at(gradient, i, h) + width, 0);
        }
    }

    @Override
    protected boolean writesGradient(Tensor input) {
        return input != mask;
    }

    /**
     * Prefetches a sample's rows into the second-level cache, before its heads are run. It reads the rows from end to
     * end, as the hardware prefetcher expects. The heads read short pieces of rows, and without this they waited for
     * each piece.
     */
    private void prefetch(Kernels kernels, int b, @Nullable Tensor... rows) {
        long all = 0;
        for (Tensor tensor : rows) {
            all += tensor == null ? 0 : sampleSize(tensor);
        }
        if (all > FETCHED) {
            return;
        }
        for (Tensor tensor : rows) {
            if (tensor != null) {
                kernels.reductions().sum(sampleSize(tensor), tensor.array(), tensor.offset() + b * sampleSize(tensor));
            }
        }
    }

    private static int sampleSize(Tensor tensor) {
        return tensor.shape().size(1) * tensor.shape().size(2);
    }
}
