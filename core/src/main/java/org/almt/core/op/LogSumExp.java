package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The logarithm of a sum of exponentials over the last axis, a smooth maximum. It is -infinity if all elements are.
 *
 * <pre>
 * forward   y = max x + log sum_j exp(x_j - max x)
 * backward  dx_j += dy exp(x_j - y)
 * saved     x, y
 * cost      one exponential for each element of x; as many backward
 * letters   j elements of a row
 * </pre>
 *
 * Shapes: x [..., W], y [...].
 *
 * <p>Threads: one at a time.
 */
public final class LogSumExp extends Op {
    private final Tensor x;
    private final Tensor y;
    private final int rows;
    private final int width;

    LogSumExp(Tensor x) {
        super("logSumExp", x);
        this.x = x;
        Checks.hasAxes("logSumExp", x.shape(), 1);
        rows = x.shape().rows();
        width = x.shape().width();
        y = output(Shape.of(Arrays.copyOf(x.shape().toArray(), x.shape().rank() - 1)));
        readsInBackward(x, y);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overRows(rows, width, Slabs.COSTLY, (from, n) -> kernels.softmax().logSumExp(
                n, width, x.array(), x.offset() + from * width, y.array(), y.offset() + from));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overRows(rows, width, Slabs.COSTLY, (from, n) -> {
            for (int r = from; r < from + n; r++) {
                float sum = y.array()[y.offset() + r];
                if (sum != Float.NEGATIVE_INFINITY) {
                    kernels.softmax().addExp(width, dy.array()[dy.offset() + r], x.array(), x.offset() + r * width,
                            sum, dx.array(), dx.offset() + r * width);
                }
            }
        });
    }
}
