package org.almt.core.op;

import java.util.Arrays;
import java.util.function.Predicate;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Gemm;
import org.almt.core.kernel.PackedMatrix;
import org.almt.core.parallel.Bands;
import org.almt.core.parallel.Slabs;

/**
 * Matrix product over the last two axes.
 *
 * <pre>
 * forward   C = op(A) op(B)             op(X) is X or its transpose
 * backward  dA += dC op(B)^T            (transposed where A was)
 *           dB += op(A)^T dC            (transposed where B was)
 * saved     A, B
 * </pre>
 *
 * Shapes: A [..., M, K] and B [..., K, N] with equal leading axes, or B [K, N] for all of A's.
 */
final class MatMul extends Op {
    /** From so many products on, threads take whole ones. */
    private static final int MANY = 8;

    /** Multiply-adds of a share of small products; see {@link Gemm}. */
    private static final long SLAB_WORK = 1 << 19;

    private final Tensor a;
    private final Tensor b;
    private final boolean transA;
    private final boolean transB;
    private final Tensor c;
    private final int batch;
    private final boolean sharedB;
    private final int m;
    private final int n;
    private final int k;
    /** Each op(B), in a program without gradients. */
    private PackedMatrix[] packed;

    MatMul(Tensor a, boolean transA, Tensor b, boolean transB) {
        super("matmul", a, b);
        this.a = a;
        this.b = b;
        this.transA = transA;
        this.transB = transB;
        Shape sa = a.shape();
        Shape sb = b.shape();
        if (sa.rank() < 2 || sb.rank() < 2) {
            throw new IllegalArgumentException("matmul: both sides need two axes or more: " + sa + " x " + sb
                    + "; reshape a vector to a matrix of one row or column");
        }
        m = sa.size(transA ? -1 : -2);
        k = sa.size(transA ? -2 : -1);
        n = sb.size(transB ? -2 : -1);
        int kb = sb.size(transB ? -1 : -2);
        if (k != kb) {
            throw new IllegalArgumentException("matmul: inner sizes differ: " + sa + (transA ? "^T" : "") + " x " + sb
                    + (transB ? "^T" : "") + "; the left has " + k + " columns, the right " + kb + " rows");
        }
        sharedB = sb.rank() == 2 && sa.rank() > 2;
        if (!sharedB && !leading(sa).equals(leading(sb))) {
            throw new IllegalArgumentException("matmul: leading axes differ: " + sa + " x " + sb
                    + "; they must be equal, or the right side a plain matrix");
        }
        batch = sa.count(0, sa.rank() - 2);
        c = output(sa.with(-2, m).with(-1, n));
        readsInBackward(a, b);
    }

    private static Shape leading(Shape shape) {
        int[] sizes = shape.toArray();
        return Shape.of(Arrays.copyOf(sizes, sizes.length - 2));
    }

    /** Elements from one B to the next. */
    private int stepB() {
        return sharedB ? 0 : k * n;
    }

    @Override
    protected boolean packsConstants(Predicate<Tensor> constant) {
        boolean fewRows = m < PackedMatrix.MANY_ROWS && !transA && !sharedB;
        return fewRows && constant.test(b);
    }

    @Override
    protected void packConstants() {
        if (packed == null) {
            packed = new PackedMatrix[batch];
            Arrays.setAll(packed, i -> new PackedMatrix(n, k));
        }
        for (int i = 0; i < batch; i++) {
            packed[i].pack(Engine.kernels(), transB, b.array(), b.offset() + i * k * n, transB ? k : n);
        }
    }

    @Override
    protected void forward() {
        if (packed != null) {
            forEachProduct(i -> packed[i].multiply(
                    m, a.array(), a.offset() + i * m * k, k, c.array(), c.offset() + i * m * n, n, false));
            return;
        }
        if (sharedB && !transA) {
            product(false, transB, batch * m, n, k, a, 0, b, 0, c, 0, false);
            return;
        }
        forEachProduct(i -> product(transA, transB, m, n, k, a, i * m * k, b, i * stepB(), c, i * m * n, false));
    }

    /** Products that write to separate places: many small ones are shared among threads, few large ones are cut. */
    private void forEachProduct(Bands product) {
        long work = Math.max(1, (long) m * n * k);
        int each = batch < MANY ? batch : (int) Math.min(batch, (SLAB_WORK - 1) / work + 1);
        Slabs.over(batch, Math.max(1, each), (from, count) -> {
            for (int i = from; i < from + count; i++) {
                product.run(i);
            }
        });
    }

    @Override
    protected void backward() {
        Tensor dc = gradient(c);
        if (wants(a)) {
            Tensor da = gradient(a);
            forEachProduct(i -> {
                if (transA) { // A is stored [K,M]: dA = op(B) dC^T
                    product(transB, true, k, m, n, b, i * stepB(), dc, i * m * n, da, i * m * k, true);
                } else { // dA = dC op(B)^T
                    product(false, !transB, m, k, n, dc, i * m * n, b, i * stepB(), da, i * m * k, true);
                }
            });
        }
        if (wants(b)) {
            Tensor db = gradient(b);
            Bands intoB = i -> {
                if (transB) { // B is stored [N,K]: dB = dC^T op(A)
                    product(true, transA, n, k, m, dc, i * m * n, a, i * m * k, db, i * stepB(), true);
                } else { // dB = op(A)^T dC
                    product(!transA, false, k, n, m, a, i * m * k, dc, i * m * n, db, i * stepB(), true);
                }
            };
            if (sharedB) { // every product adds to the same dB
                for (int i = 0; i < batch; i++) {
                    intoB.run(i);
                }
            } else {
                forEachProduct(intoB);
            }
        }
    }

    /** z (+)= op(x) op(y) for stored matrices x and y; a stored row is as long as its last axis. */
    private static void product(
            boolean tx, boolean ty, int m, int n, int k, Tensor x, int xo, Tensor y, int yo, Tensor z, int zo,
            boolean add) {
        Gemm.run(Engine.kernels(), tx, ty, m, n, k, x.array(), x.offset() + xo, tx ? m : k,
                y.array(), y.offset() + yo, ty ? k : n, z.array(), z.offset() + zo, n, add);
    }
}
