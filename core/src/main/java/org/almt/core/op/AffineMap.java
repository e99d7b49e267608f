package org.almt.core.op;

import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Packable;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer: rows times the transpose of a weight, plus a bias.
 *
 * <pre>
 * forward   Y = X W^T + b      each element starts as its bias, then takes its products in the order of I
 * backward  dX += dY W
 *           dW += dY^T X       (over rows in ascending order)
 *           db += column sums of dY
 * saved     X, W
 * cost      R I O multiply-adds; twice as many backward
 * letters   R rows of X, I columns of X, O columns of Y
 * </pre>
 *
 * Shapes: X [..., I], W [O, I], b [O] or none, Y [..., O]; the leading axes of X count as rows R.
 *
 * <p>Threads: one at a time.
 */
public final class AffineMap extends Op {
    private final Tensor x;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final Tensor y;
    private final int rows;
    private final int out;
    private final Gemm product;
    private final Gemm intoX;
    private final Gemm intoWeight;

    /** {@code bias} may be null. */
    AffineMap(Tensor x, Tensor weight, @Nullable Tensor bias) {
        super("linear", Checks.present(x, weight, bias));
        this.x = Checks.given("linear", "the input", x);
        this.weight = Checks.given("linear", "the weight", weight);
        this.bias = bias;
        Shape sx = x.shape();
        Shape sw = weight.shape();
        Checks.hasAxes("linear", sx, 1);
        if (sw.rank() != 2 || sw.size(1) != sx.width()) {
            throw new IllegalArgumentException("linear: inner sizes differ: " + sx + " x " + sw
                    + "^T; the weight must be [out," + sx.width() + "], as wide as the input's last axis");
        }
        rows = sx.rows();
        out = sw.size(0);
        int in = sw.size(1);
        if (bias != null) {
            Checks.hasShape("linear", "bias", bias, "to match the rows of the weight " + sw, out);
        }
        y = output(sx.with(-1, out));
        readsInBackward(x, weight);
        product = new Gemm(1, false, true, rows, out, in, false); // Y = X W^T
        intoX = new Gemm(1, false, false, rows, in, out, true); // dX = dY W
        intoWeight = new Gemm(1, true, false, out, in, rows, true); // dW = dY^T X
    }

    @Override
    protected Object attributes() {
        return List.of();
    }

    @Override
    protected @Nullable Packable packable() {
        return rows < PackedMatrix.MANY_ROWS ? product.packable(weight) : null;
    }

    @Override
    protected long flop() {
        return 2L * y.shape().count() * weight.shape().size(1);
    }

    @Override
    protected void forward() {
        if (bias == null) {
            product.run(x, weight, y);
        } else {
            product.runFrom(bias, x, weight, y);
        }
    }

    @Override
    protected boolean writesGradient(Tensor input) {
        return input == x;
    }

    @Override
    protected void backward() {
        Tensor dy = gradient(y);
        if (wants(x)) {
            intoX.run(dy, weight, gradient(x), !isFirst(x));
        }
        if (wants(weight)) {
            intoWeight.run(dy, x, gradient(weight));
        }
        if (bias != null && wants(bias)) {
            Tensor db = gradient(bias);
            ColumnSums.add(Engine.kernels(), rows, out, dy.array(), dy.offset(), db.array(), db.offset());
        }
    }
}
