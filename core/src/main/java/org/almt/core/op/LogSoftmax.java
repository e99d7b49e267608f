package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The logarithm of {@link Softmax} over the last axis, without its underflow.
 *
 * <pre>
 * forward   y_j = x_j - log sum_i exp(x_i)
 * backward  dx_j += dy_j - exp(y_j) sum_i dy_i
 * saved     y
 * cost      n exponentials; as many backward
 * letters   j, i elements of a row
 * </pre>
 *
 * Shapes: x, y [..., W].
 *
 * <p>Threads: one at a time.
 */
public final class LogSoftmax extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor logSums;
    private final int rows;
    private final int width;

    LogSoftmax(Tensor x) {
        super("logSoftmax", x);
        this.x = x;
        Checks.hasAxes("logSoftmax", x.shape(), 1);
        rows = x.shape().rows();
        width = x.shape().width();
        y = output(x.shape());
        logSums = buffer(Shape.of(rows));
        readsInBackward(y);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overRows(rows, width, Slabs.COSTLY, (from, n) -> {
            float[] sums = logSums.array();
            int so = logSums.offset() + from;
            kernels.softmax().logSumExp(n, width, x.array(), x.offset() + from * width, sums, so);
            for (int r = 0; r < n; r++) {
                int at = (from + r) * width;
                kernels.elementwise().shift(width, -sums[so + r], x.array(), x.offset() + at, y.array(),
                        y.offset() + at);
            }
        });
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overRows(rows, width, Slabs.COSTLY, (from, n) -> {
            for (int at = from * width; at < (from + n) * width; at += width) {
                int to = dx.offset() + at;
                int dyo = dy.offset() + at;
                kernels.elementwise().add(width, dx.array(), to, dy.array(), dyo, dx.array(), to);
                kernels.softmax().addExp(width, -kernels.reductions().sum(width, dy.array(), dyo), y.array(),
                        y.offset() + at, 0, dx.array(), to);
            }
        });
    }
}
