package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Scratch;

/**
 * Multi-head attention in which each query has a mask of its own over the keys, as where no row may look ahead; with
 * dropout of the probabilities (Vaswani et al., 2017) where asked for.
 *
 * <pre>
 * B batch, N queries, M keys, H heads, E features of a query and key head, F features of a value head
 *
 * forward   S = scale q k^T + mask    P = softmax(S) over keys    A = P D    out = A v    for each sample and head
 * backward  dv += A^T dout
 *           dP = D (dout v^T),  dS = scale P (dP - rowsum(P dP))
 *           dq += dS k,  dk += dS^T q
 * saved     q, k, v, mask: P is recomputed and the dropout mask D drawn again; D = 1 without dropout
 * cost      B H N M (E + F) multiply-adds and B H N M exponentials forward; B H N M (3 E + 2 F) and as many backward
 * </pre>
 *
 * Shapes: q [B,N,H*E], k [B,M,H*E], v [B,M,H*F], mask [N,M] or none, out [B,N,H*F]. The mask is added to the scores of
 * all samples and heads: 0, or -infinity to hide a key from a query; it receives no gradient. A query from which all
 * keys are hidden gives NaN.
 *
 * <p>Some queries of one head are computed at a time, so that their scores stay in a cache, and keys behind the last
 * that one of them sees are left out: half of the work where no row looks ahead. D of query i and key j is that of
 * index ((b H + h) N + i) M + j, see {@link DropoutSource}.
 */
public final class MaskedAttention extends Op {
    private static final Scratch SCORES = new Scratch();
    private static final Scratch ROW = new Scratch();
    private static final Scratch SCORE_GRADIENTS = new Scratch();
    private static final Scratch DROPPED = new Scratch();

    /** Queries at a time. MulT on 16 samples as long as those of CMU-MOSI, a step on a core: 9.8 s, all at once 12.5 s. */
    private static final int ROWS = 32;

    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor mask;
    private final float scale;
    private final DropoutMask random;
    private final Tensor out;
    private final int batch;
    private final int queries;
    private final int keys;
    private final int heads;
    private final int size;
    private final int valueSize;

    /** {@code mask} is null where all keys are seen, {@code random} without dropout. */
    MaskedAttention(Tensor q, Tensor k, Tensor v, int heads, float scale, Tensor mask, DropoutMask random) {
        super("maskedAttention", Checks.present(q, k, v, mask));
        this.q = q;
        this.k = k;
        this.v = v;
        this.mask = mask;
        this.heads = heads;
        this.scale = scale;
        this.random = random;
        Attention.check("maskedAttention", q.shape(), k.shape(), v.shape(), heads);
        batch = q.shape().size(0);
        queries = q.shape().size(1);
        keys = k.shape().size(1);
        size = q.shape().size(2) / heads;
        valueSize = v.shape().size(2) / heads;
        if (mask != null) {
            Checks.hasShape(
                    "maskedAttention", "the mask", mask, "for " + queries + " queries and " + keys + " keys",
                    queries, keys);
            if (mask.requiresGrad()) {
                throw new IllegalArgumentException("maskedAttention: the mask gets no gradient; detach it");
            }
        }
        out = output(v.shape().with(1, queries));
        if (mask == null) {
            readsInBackward(q, k, v);
        } else {
            readsInBackward(q, k, v, mask);
        }
    }

    @Override
    protected boolean dependsOnInputsAlone() {
        return random == null;
    }

    @Override
    protected void forward() {
        if (random != null) {
            random.toPresentStep();
        }
        recompute();
    }

    @Override
    protected void recompute() {
        Kernels kernels = Engine.kernels();
        HeadSlabs.over(batch, heads, work(), (b, h) -> {
            for (int first = 0; first < queries; first += ROWS) {
                forward(kernels, b * heads + h, first, Math.min(ROWS, queries - first));
            }
        });
    }

    /** The queries {@code first} to {@code first + rows - 1} of a sample's head. */
    private void forward(Kernels kernels, int bh, int first, int rows) {
        int vs = heads * valueSize;
        int seen = seen(first, rows);
        float[] p = SCORES.floats(rows * seen);
        probabilities(kernels, bh, first, rows, seen, p);
        for (int i = 0; random != null && i < rows; i++) {
            float[] d = ROW.floats(seen);
            random.draw(index(bh, first + i), seen, d, 0);
            kernels.elementwise().multiply(seen, p, i * seen, d, 0, p, i * seen);
        }
        kernels.products().gemm(false, false, rows, valueSize, seen, p, 0, seen, v.array(), at(v, bh), vs,
                out.array(), at(out, bh) + first * vs, vs, false);
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

    /** P of some queries of a sample's head and the keys that they may see, [rows, seen]. */
    private void probabilities(Kernels kernels, int bh, int first, int rows, int seen, float[] p) {
        int qs = heads * size;
        kernels.products().gemm(false, true, rows, seen, size, q.array(), at(q, bh) + first * qs, qs, k.array(),
                at(k, bh), qs,
                p, 0, seen, false);
        kernels.elementwise().scale(rows * seen, scale, p, 0, p, 0);
        for (int i = 0; mask != null && i < rows; i++) {
            kernels.elementwise().add(seen, p, i * seen, mask.array(), mask.offset() + (first + i) * keys, p, i * seen);
        }
        kernels.softmax().forward(rows, seen, p, 0, p, 0);
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        HeadSlabs.Head head = (b, h) -> {
            for (int first = 0; first < queries; first += ROWS) {
                backward(kernels, b * heads + h, first, Math.min(ROWS, queries - first));
            }
        };
        if (!(overlap(q, k) || overlap(k, v) || overlap(q, v))) {
            HeadSlabs.over(batch, heads, work(), head);
            return;
        }
        // Two heads at the same time must not add to one place.
        for (int bh = 0; bh < batch * heads; bh++) {
            head.run(bh / heads, bh % heads);
        }
    }

    /** Multiply-adds of one head, forward. */
    private long work() {
        return (long) queries * keys * (size + valueSize);
    }

    private void backward(Kernels kernels, int bh, int first, int rows) {
        int qs = heads * size;
        int vs = heads * valueSize;
        int seen = seen(first, rows);
        float[] p = SCORES.floats(rows * seen);
        probabilities(kernels, bh, first, rows, seen, p);
        Tensor dout = gradient(out);
        int doutAt = at(dout, bh) + first * vs;
        float[] ds = SCORE_GRADIENTS.floats(rows * seen); // dP at first
        kernels.products().gemm(false, true, rows, seen, valueSize, dout.array(), doutAt, vs, v.array(), at(v, bh), vs,
                ds, 0, seen, false);
        float[] a = random == null ? p : DROPPED.floats(rows * seen);
        float[] row = ROW.floats(seen);
        for (int i = 0; i < rows; i++) {
            int at = i * seen;
            if (random != null) {
                random.draw(index(bh, first + i), seen, row, 0);
                kernels.elementwise().multiply(seen, p, at, row, 0, a, at);
                kernels.elementwise().multiply(seen, ds, at, row, 0, ds, at);
            }
            Arrays.fill(row, 0, seen, 0);
            kernels.softmax().backward(1, seen, p, at, ds, at, row, 0);
            kernels.elementwise().scale(seen, scale, row, 0, ds, at);
        }
        if (wants(v)) {
            Tensor dv = gradient(v);
            kernels.products().gemm(true, false, seen, valueSize, rows, a, 0, seen, dout.array(), doutAt, vs,
                    dv.array(), at(dv, bh), vs, true);
        }
        if (wants(q)) {
            Tensor dq = gradient(q);
            kernels.products().gemm(false, false, rows, size, seen, ds, 0, seen, k.array(), at(k, bh), qs,
                    dq.array(), at(dq, bh) + first * qs, qs, true);
        }
        if (wants(k)) {
            Tensor dk = gradient(k);
            kernels.products().gemm(true, false, seen, size, rows, ds, 0, seen, q.array(), at(q, bh) + first * qs, qs,
                    dk.array(), at(dk, bh), qs, true);
        }
    }

    /** Where a head of a sample begins, bh being sample * heads + head. */
    private int at(Tensor tensor, int bh) {
        Shape shape = tensor.shape();
        return tensor.offset() + bh / heads * shape.size(1) * shape.size(2) + bh % heads * (shape.size(2) / heads);
    }

    /** The index of a query's first dropout mask. */
    private long index(int bh, int query) {
        return ((long) bh * queries + query) * keys;
    }

    private boolean overlap(Tensor a, Tensor b) {
        return wants(a) && wants(b) && Attention.overlap(gradient(a), gradient(b));
    }
}
