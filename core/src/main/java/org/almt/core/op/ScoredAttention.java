package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Attention that holds the probabilities P of some queries in an array, and can thus apply dropout to them. {@link
 * MaskedAttention} and {@link PackedAttention} share this class. They differ in which rows belong together, in the
 * mask, and in whether P is kept for the backward pass.
 *
 * <p>A block belongs to one head. It is {@code n} queries from {@code row} on, and {@code keys} rows from {@code
 * keyRow} on. Its P [n, keys] begins at {@code p[po]}, and rows lie {@code ps} apart.
 */
abstract class ScoredAttention extends AttentionOp {
    private static final Scratch ROW = new Scratch();
    private static final Scratch DROPPED = new Scratch();
    private static final Scratch SCORE_GRADIENTS = new Scratch();

    /** The dropout of probabilities. Null without dropout. */
    final @Nullable DropoutMask random;
    final Tensor out;

    ScoredAttention(
            String name, int axes, Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, int heads, float scale,
            @Nullable DropoutMask random) {
        super(name, axes, q, k, v, mask, heads, scale);
        this.random = random;
        out = output(v.shape().with(-2, q.shape().size(-2)));
    }

    /**
     * The place in the mask for a query and the keys from {@code keyRow} on, counted from the first element of the
     * mask.
     */
    abstract int maskAt(int row, int keyRow);

    /** The index of the first factor of dropout of a query. */
    abstract long dropoutIndex(int row, int head);

    @Override
    protected void forward() {
        if (random != null) {
            random.toPresentStep();
        }
        recompute();
    }

    @Override
    protected abstract void recompute();

    /** P = softmax(scale q k^T + mask) of a block. */
    final void probabilities(Kernels kernels, int h, int row, int n, int keyRow, int keys, float[] p, int po, int ps) {
        int qs = queryWidth();
        kernels.products().gemm(false, true, n, keys, size, q.array(), at(q, row, h), qs, k.array(), at(k, keyRow, h),
                qs, p, po, ps, false);
        for (int i = 0; i < n; i++) {
            int at = po + i * ps;
            kernels.elementwise().scale(keys, scale, p, at, p, at);
            if (mask != null) {
                kernels.elementwise().add(keys, p, at, mask.array(), mask.offset() + maskAt(row + i, keyRow),
                        p, at);
            }
            if (ps != keys) {
                kernels.softmax().forward(1, keys, p, at, p, at);
            }
        }
        if (ps == keys) {
            kernels.softmax().forward(n, keys, p, po, p, po);
        }
    }

    /** out = A v of a block, A = P D. */
    final void results(Kernels kernels, int h, int row, int n, int keyRow, int keys, float[] p, int po, int ps) {
        int vs = valueWidth();
        float[] a = p;
        int ao = po;
        int as = ps;
        if (random != null) {
            a = DROPPED.floats(n * keys);
            ao = 0;
            as = keys;
            float[] d = ROW.floats(keys);
            for (int i = 0; i < n; i++) {
                random.draw(dropoutIndex(row + i, h), keys, d, 0);
                kernels.elementwise().multiply(keys, p, po + i * ps, d, 0, a, i * keys);
            }
        }
        kernels.products().gemm(false, false, n, valueSize, keys, a, ao, as, v.array(), at(v, keyRow, h), vs,
                out.array(), at(out, row, h), vs, false);
    }

    /**
     * Runs the backward pass of each head. One thread runs all if two heads might add to one place at the same time.
     */
    final void eachHead(int samples, long work, HeadSlabs.Head head) {
        if (!gradientsOverlap()) {
            HeadSlabs.over(samples, heads, work, head);
            return;
        }
        for (int i = 0; i < samples * heads; i++) {
            head.run(i / heads, i % heads);
        }
    }

    /** Adds what a block contributes to the gradients. */
    final void gradients(Kernels kernels, int h, int row, int n, int keyRow, int keys, float[] p, int po, int ps) {
        int qs = queryWidth();
        int vs = valueWidth();
        boolean scores = wants(q) || wants(k);
        Tensor dout = gradient(out);
        int doutAt = at(dout, row, h);
        float[] ds = SCORE_GRADIENTS.floats(n * keys); // dP at first
        if (scores) {
            kernels.products().gemm(false, true, n, keys, valueSize, dout.array(), doutAt, vs, v.array(),
                    at(v, keyRow, h), vs, ds, 0, keys, false);
        }
        boolean dropped = random != null;
        float[] a = dropped ? DROPPED.floats(n * keys) : p;
        float[] line = ROW.floats(keys);
        for (int i = 0; i < n; i++) {
            int pi = po + i * ps;
            int di = i * keys;
            if (random != null) {
                random.draw(dropoutIndex(row + i, h), keys, line, 0);
                kernels.elementwise().multiply(keys, p, pi, line, 0, a, di);
            }
            if (scores) {
                if (dropped) {
                    kernels.elementwise().multiply(keys, ds, di, line, 0, ds, di);
                }
                Arrays.fill(line, 0, keys, 0);
                kernels.softmax().backward(1, keys, p, pi, ds, di, line, 0);
                kernels.elementwise().scale(keys, scale, line, 0, ds, di);
            }
        }
        if (wants(v)) {
            Tensor dv = gradient(v);
            kernels.products().gemm(true, false, keys, valueSize, n, a, dropped ? 0 : po, dropped ? keys : ps,
                    dout.array(), doutAt, vs, dv.array(), at(dv, keyRow, h), vs, true);
        }
        if (wants(q)) {
            Tensor dq = gradient(q);
            kernels.products().gemm(false, false, n, size, keys, ds, 0, keys, k.array(), at(k, keyRow, h), qs,
                    dq.array(), at(dq, row, h), qs, true);
        }
        if (wants(k)) {
            Tensor dk = gradient(k);
            kernels.products().gemm(true, false, keys, size, n, ds, 0, keys, q.array(), at(q, row, h), qs,
                    dk.array(), at(dk, keyRow, h), qs, true);
        }
    }
}
