package org.almt.core.op;

import java.util.function.Predicate;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Gemm;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.PackedMatrix;
import org.almt.core.parallel.Slabs;

/**
 * A fully connected layer: rows times a stored-transposed weight, plus a bias.
 *
 * <pre>
 * forward   Y = X W^T + b      each element starts as its bias, then takes its products in the order of I
 * backward  dX += dY W
 *           dW += dY^T X       (over rows ascending)
 *           db += column sums of dY
 * saved     X, W
 * </pre>
 *
 * Shapes: X [..., I], W [O, I], b [O] or none, Y [..., O]; the leading axes of X count as rows R.
 */
final class Linear extends Op {
    private final Tensor x;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor y;
    private final int rows;
    private final int in;
    private final int out;
    /** W^T, in a program without gradients. */
    private PackedMatrix packed;

    Linear(Tensor x, Tensor weight, Tensor bias) {
        super("linear", Checks.present(x, weight, bias));
        this.x = x;
        this.weight = weight;
        this.bias = bias;
        Shape sx = x.shape();
        Shape sw = weight.shape();
        Checks.hasAxes("linear", sx, 1);
        if (sw.rank() != 2 || sw.size(1) != sx.width()) {
            throw new IllegalArgumentException("linear: inner sizes differ: " + sx + " x " + sw
                    + "^T; the weight must be [out," + sx.width() + "], as wide as the input's last axis");
        }
        rows = sx.rows();
        in = sw.size(1);
        out = sw.size(0);
        if (bias != null) {
            Checks.hasShape("linear", "bias", bias, "to match the rows of the weight " + sw, out);
        }
        y = output(sx.with(-1, out));
        readsInBackward(x, weight);
    }

    @Override
    protected boolean packsConstants(Predicate<Tensor> constant) {
        return rows < PackedMatrix.MANY_ROWS && constant.test(weight);
    }

    @Override
    protected void packConstants() {
        if (packed == null) {
            packed = new PackedMatrix(out, in);
        }
        packed.pack(Engine.kernels(), true, weight.array(), weight.offset(), in);
    }

    @Override
    protected void forward() {
        if (bias != null) {
            Slabs.overRows(rows, out, Slabs.CHEAP, this::fillWithBias);
        }
        if (packed != null) {
            packed.multiply(rows, x.array(), x.offset(), in, y.array(), y.offset(), out, bias != null);
            return;
        }
        product(Engine.kernels(), false, true, rows, out, in, x, in, weight, in, y, bias != null);
    }

    private void fillWithBias(int from, int n) {
        for (int r = from; r < from + n; r++) {
            System.arraycopy(bias.array(), bias.offset(), y.array(), y.offset() + r * out, out);
        }
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dy = gradient(y);
        if (wants(x)) {
            product(kernels, false, false, rows, in, out, dy, out, weight, in, gradient(x), true);
        }
        if (wants(weight)) {
            product(kernels, true, false, out, in, rows, dy, out, x, in, gradient(weight), true);
        }
        if (bias != null && wants(bias)) {
            Tensor db = gradient(bias);
            ColumnSums.add(kernels, rows, out, dy.array(), dy.offset(), db.array(), db.offset());
        }
    }

    private static void product(
            Kernels kernels, boolean transA, boolean transB, int m, int n, int k, Tensor a, int lda, Tensor b, int ldb,
            Tensor c, boolean accumulate) {
        Gemm.run(kernels, transA, transB, m, n, k, a.array(), a.offset(), lda, b.array(), b.offset(), ldb,
                c.array(), c.offset(), n, accumulate);
    }
}
