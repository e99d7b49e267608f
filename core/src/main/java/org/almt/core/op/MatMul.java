package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Gemm;

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

    MatMul(Tensor a, boolean transA, Tensor b, boolean transB) {
        super("matmul", a, b);
        this.a = a;
        this.b = b;
        this.transA = transA;
        this.transB = transB;
        Shape sa = a.shape();
        Shape sb = b.shape();
        if (sa.rank() < 2 || sb.rank() < 2) {
            throw new IllegalArgumentException("matmul: both sides need two axes or more: " + sa + " x " + sb);
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
        saves(a, b);
    }

    private static Shape leading(Shape shape) {
        int[] sizes = shape.toArray();
        return Shape.of(java.util.Arrays.copyOf(sizes, sizes.length - 2));
    }

    /** Elements from one B to the next. */
    private int stepB() {
        return sharedB ? 0 : k * n;
    }

    @Override
    protected void forward() {
        if (sharedB && !transA) {
            product(false, transB, batch * m, n, k, a, 0, b, 0, c, 0, false);
            return;
        }
        for (int i = 0; i < batch; i++) {
            product(transA, transB, m, n, k, a, i * m * k, b, i * stepB(), c, i * m * n, false);
        }
    }

    @Override
    protected void backward() {
        Tensor dc = gradient(c);
        if (wants(a)) {
            Tensor da = gradient(a);
            for (int i = 0; i < batch; i++) {
                if (transA) { // A is stored [K,M]: dA = op(B) dC^T
                    product(transB, true, k, m, n, b, i * stepB(), dc, i * m * n, da, i * m * k, true);
                } else { // dA = dC op(B)^T
                    product(false, !transB, m, k, n, dc, i * m * n, b, i * stepB(), da, i * m * k, true);
                }
            }
        }
        if (wants(b)) {
            Tensor db = gradient(b);
            for (int i = 0; i < batch; i++) {
                if (transB) { // B is stored [N,K]: dB = dC^T op(A)
                    product(true, transA, n, k, m, dc, i * m * n, a, i * m * k, db, i * stepB(), true);
                } else { // dB = op(A)^T dC
                    product(!transA, false, k, n, m, a, i * m * k, dc, i * m * n, db, i * stepB(), true);
                }
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
