package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Softmax over the last axis.
 *
 * <pre>
 * forward   y_j = exp(x_j - max x) / sum_i exp(x_i - max x)
 * backward  dx_j += y_j (dy_j - sum_i y_i dy_i)
 * saved     y
 * cost      n exponentials; at most 3 n operations backward
 * letters   j, i elements of a row
 * </pre>
 *
 * Shapes: x, y [..., W].
 *
 * <p>Threads: one at a time.
 */
public final class Softmax extends Op {
    private final Tensor x;
    private final Tensor y;
    private final int rows;
    private final int width;

    Softmax(Tensor x) {
        super("softmax", x);
        this.x = x;
        Checks.hasAxes("softmax", x.shape(), 1);
        rows = x.shape().rows();
        width = x.shape().width();
        y = output(x.shape());
        readsInBackward(y);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overRows(rows, width, Slabs.COSTLY, (from, n) -> kernels.softmax().forward(
                n, width, x.array(), x.offset() + from * width, y.array(), y.offset() + from * width));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overRows(rows, width, Slabs.CHEAP, (from, n) -> {
            int at = from * width;
            kernels.softmax().backward(n, width, y.array(), y.offset() + at, dy.array(), dy.offset() + at,
                    dx.array(), dx.offset() + at);
        });
    }
}
