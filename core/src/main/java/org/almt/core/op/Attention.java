package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * Multi-head scaled dot-product attention (Vaswani et al., 2017) on heads that lie side by side in the last axis, where
 * projections leave them: feature h*E + j is feature j of head h, so that nothing is transposed.
 *
 * <pre>
 * B batch, N queries, M keys, H heads, E features of a query and key head, F features of a value head
 *
 * forward   S = scale q k^T + mask      P = softmax(S) over keys      out = P v      for each sample and head
 * backward  dv += P^T dout
 *           dP = dout v^T,  dS = P (dP - rowsum(P dP))
 *           dq += scale dS k,  dk += scale dS^T q
 * saved     q, k, v, mask, logSum = log sum exp S over keys: P is recomputed, never held whole
 * cost      B H N M (E + F) multiply-adds and B H N M exponentials forward; B H N M (3 E + 2 F) and as many backward
 * </pre>
 *
 * Shapes: q [B,N,H*E], k [B,M,H*E], v [B,M,H*F], mask [B,M] or none, out [B,N,H*F], logSum [B,H,N]. The mask is added
 * to the scores of a key: 0, or -infinity to hide it; it receives no gradient. A sample whose keys are all hidden gives
 * NaN.
 */
public final class Attention extends Op {
    /** Floats of a sample that are fetched at a time: three quarters of a second-level cache of 1 MiB. */
    private static final long FETCHED = 3 << 16;

    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor mask;
    private final float scale;
    private final Tensor out;
    private final Tensor logSum;
    private final int batch;
    private final int queries;
    private final int keys;
    private final int heads;
    private final int size;
    private final int valueSize;

    Attention(Tensor q, Tensor k, Tensor v, int heads, float scale, Tensor mask) {
        super("attention", Checks.present(q, k, v, mask));
        this.q = q;
        this.k = k;
        this.v = v;
        this.mask = mask;
        this.heads = heads;
        this.scale = scale;
        check("attention", q.shape(), k.shape(), v.shape(), heads);
        batch = q.shape().size(0);
        queries = q.shape().size(1);
        keys = k.shape().size(1);
        size = q.shape().size(2) / heads;
        valueSize = v.shape().size(2) / heads;
        if (mask != null) {
            Checks.hasShape("attention", "the key mask", mask, "for keys " + k.shape(), batch, keys);
            if (mask.requiresGrad()) {
                throw new IllegalArgumentException("attention: the key mask gets no gradient; detach it");
            }
        }
        out = output(v.shape().with(1, queries));
        logSum = buffer(Shape.of(batch, heads, queries));
        if (mask == null) {
            readsInBackward(q, k, v);
        } else {
            readsInBackward(q, k, v, mask);
        }
    }

    /** What an attention op, called {@code op} in messages, needs of its inputs' shapes. */
    static void check(String op, Shape q, Shape k, Shape v, int heads) {
        String shapes = q + ", " + k + ", " + v;
        if (q.rank() != 3 || k.rank() != 3 || v.rank() != 3) {
            throw new IllegalArgumentException(op + ": q, k, v need three axes [batch, rows, features]: " + shapes);
        }
        if (q.size(0) != k.size(0) || k.size(0) != v.size(0)) {
            throw new IllegalArgumentException(op + ": batch sizes of q, k, v differ: " + shapes
                    + "; expand a shared one along the first axis");
        }
        if (k.size(1) != v.size(1)) {
            throw new IllegalArgumentException(op + ": k has " + k.size(1) + " rows and v " + v.size(1) + ": "
                    + shapes + "; each key needs one value");
        }
        if (k.size(1) == 0) {
            throw new IllegalArgumentException(op + ": no keys to attend to: " + shapes);
        }
        if (q.size(2) != k.size(2)) {
            throw new IllegalArgumentException(op + ": feature sizes of q and k differ: " + shapes
                    + "; their dot products need equal last axes");
        }
        if (heads < 1 || q.size(2) % heads != 0 || v.size(2) % heads != 0) {
            throw new IllegalArgumentException(
                    op + ": " + heads + " heads do not divide the last axes of " + shapes);
        }
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        int qs = heads * size;
        int vs = heads * valueSize;
        Tensor[] rows = {q, k, v, out};
        HeadSlabs.over(batch, heads, work(), b -> fetch(kernels, b, rows),
                (b, h) -> kernels.attention().forward(queries, keys, size, valueSize, scale,
                        q.array(), at(q, b, h), qs, k.array(), at(k, b, h), qs, v.array(), at(v, b, h), vs,
                        mask == null ? null : mask.array(), mask == null ? 0 : mask.offset() + b * keys,
                        out.array(), at(out, b, h), vs, logSum.array(), logSum.offset() + (b * heads + h) * queries));
    }

    @Override
    protected void backward() {
        Tensor dq = wants(q) ? gradient(q) : null;
        Tensor dk = wants(k) ? gradient(k) : null;
        Tensor dv = wants(v) ? gradient(v) : null;
        // The kernel may hold part of a gradient in registers, so that two gradients must not be one memory.
        if (overlap(dq, dk) || overlap(dk, dv) || overlap(dq, dv)) {
            backward(dq, null, null);
            backward(null, dk, null);
            backward(null, null, dv);
        } else {
            backward(dq, dk, dv);
        }
    }

    private void backward(Tensor dq, Tensor dk, Tensor dv) {
        if (dq == null && dk == null && dv == null) {
            return;
        }
        Kernels kernels = Engine.kernels();
        int qs = heads * size;
        int vs = heads * valueSize;
        Tensor dout = gradient(out);
        Tensor[] rows = {q, k, v, dout, dq, dk, dv};
        HeadSlabs.over(batch, heads, work(), b -> fetch(kernels, b, rows),
                (b, h) -> kernels.attention().backward(queries, keys, size, valueSize, scale,
                        q.array(), at(q, b, h), qs, k.array(), at(k, b, h), qs, v.array(), at(v, b, h), vs,
                        mask == null ? null : mask.array(), mask == null ? 0 : mask.offset() + b * keys,
                        logSum.array(), logSum.offset() + (b * heads + h) * queries, dout.array(), at(dout, b, h), vs,
                        dq == null ? null : dq.array(), dq == null ? 0 : at(dq, b, h),
                        dk == null ? null : dk.array(), dk == null ? 0 : at(dk, b, h),
                        dv == null ? null : dv.array(), dv == null ? 0 : at(dv, b, h)));
    }

    /**
     * Reads a sample's rows from end to end, as processors foresee it, so that its heads find them in the second-level
     * cache: they read short pieces of rows, and waited for each.
     */
    private void fetch(Kernels kernels, int b, Tensor... rows) {
        long all = 0;
        for (Tensor tensor : rows) {
            all += tensor == null ? 0 : sampleSize(tensor);
        }
        if (all > FETCHED) {
            return;
        }
        for (Tensor tensor : rows) {
            if (tensor != null) {
                kernels.reductions().sum(sampleSize(tensor), tensor.array(), at(tensor, b, 0));
            }
        }
    }

    private static int sampleSize(Tensor tensor) {
        return tensor.shape().size(1) * tensor.shape().size(2);
    }

    /** Multiply-adds of one head, forward. */
    private long work() {
        return (long) queries * keys * (size + valueSize);
    }

    /** Where head h of sample b begins. */
    private int at(Tensor tensor, int b, int h) {
        Shape shape = tensor.shape();
        return tensor.offset() + b * shape.size(1) * shape.size(2) + h * (shape.size(2) / heads);
    }

    /** Whether two tensors share memory. */
    static boolean overlap(Tensor a, Tensor b) {
        return a != null && b != null && a.array() == b.array()
                && a.offset() < b.offset() + b.shape().count() && b.offset() < a.offset() + a.shape().count();
    }
}
