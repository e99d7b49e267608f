package org.almt.core.op;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Packable;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Matrix product over the last two axes.
 *
 * <pre>
 * forward   C = op(A) op(B)             op(X) is X or its transpose
 * backward  dA += dC op(B)^T            (transposed if A is)
 *           dB += op(A)^T dC            (transposed if B is)
 * saved     A, B
 * cost      M K N multiply-adds a product; twice as many backward
 * letters   M rows of C, N columns of C, K columns of op(A)
 * </pre>
 *
 * Shapes: A [..., M, K] and B [..., K, N] with equal leading axes, or B [K, N] for all of A's.
 *
 * <p>Threads: one at a time.
 */
public final class MatMul extends Op {
    private final Tensor a;
    private final Tensor b;
    private final boolean transA;
    private final boolean transB;
    private final Tensor c;
    /** Whether it pays to pack op(B) before: each op(B) serves few rows. */
    private final boolean packsB;
    private final Gemm product;
    private final Gemm intoA;
    private final Gemm intoB;

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
        int m = sa.size(transA ? -1 : -2);
        int k = sa.size(transA ? -2 : -1);
        int n = sb.size(transB ? -2 : -1);
        int kb = sb.size(transB ? -1 : -2);
        if (k != kb) {
            throw new IllegalArgumentException("matmul: inner sizes differ: " + sa + (transA ? "^T" : "") + " x " + sb
                    + (transB ? "^T" : "") + "; the left has " + k + " columns, the right " + kb + " rows");
        }
        boolean sharedB = sb.rank() == 2 && sa.rank() > 2;
        if (!sharedB && !leading(sa).equals(leading(sb))) {
            throw new IllegalArgumentException("matmul: leading axes differ: " + sa + " x " + sb
                    + "; they must be equal, or the right side a plain matrix");
        }
        int batch = sa.count(0, sa.rank() - 2);
        c = output(sa.with(-2, m).with(-1, n));
        readsInBackward(a, b);
        packsB = m < PackedMatrix.MANY_ROWS && !transA && !sharedB;
        product = sharedB && !transA // one product with the rows of all A
                ? new Gemm(1, false, transB, batch * m, n, k, false)
                : new Gemm(batch, transA, transB, m, n, k, false);
        intoA = transA
                ? new Gemm(batch, transB, true, k, m, n, true) // dA = op(B) dC^T
                : new Gemm(batch, false, !transB, m, k, n, true); // dA = dC op(B)^T
        intoB = transB
                ? new Gemm(batch, true, transA, n, k, m, true) // dB = dC^T op(A)
                : new Gemm(batch, !transA, false, k, n, m, true); // dB = op(A)^T dC
    }

    private static Shape leading(Shape shape) {
        int[] sizes = shape.toArray();
        return Shape.of(Arrays.copyOf(sizes, sizes.length - 2));
    }

    @Override
    protected Object attributes() {
        return List.of(transA, transB);
    }

    @Override
    protected @Nullable Packable packable() {
        return packsB ? product.packable(b) : null;
    }

    @Override
    protected long flop() {
        return 2L * c.shape().count() * a.shape().size(transA ? -2 : -1);
    }

    @Override
    protected void forward() {
        product.run(a, b, c);
    }

    @Override
    protected void backward() {
        Tensor dc = gradient(c);
        if (wants(a)) {
            intoA.run(transA ? b : dc, transA ? dc : b, gradient(a));
        }
        if (wants(b)) {
            intoB.run(transB ? dc : a, transB ? a : dc, gradient(b));
        }
    }
}
