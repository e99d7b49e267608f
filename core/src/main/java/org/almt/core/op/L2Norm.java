package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The Euclidean length of each row. The gradient of a row of zeros is 0, as in PyTorch; that of sqrt(sum x²) would be
 * NaN.
 *
 * <pre>
 * forward   y = sqrt(sum_j x_j²)
 * backward  dx_j += dy x_j / y, nothing where y = 0
 * saved     x, y
 * cost      one multiply-add for each element of x; as many backward
 * letters   j elements of a row
 * </pre>
 *
 * Shapes: x [..., W], y [...].
 *
 * <p>Threads: one at a time.
 */
public final class L2Norm extends Op {
    private final Tensor x;
    private final Tensor y;
    private final int rows;
    private final int width;

    L2Norm(Tensor x) {
        super("l2Norm", x);
        this.x = x;
        Checks.hasAxes("l2Norm", x.shape(), 1);
        rows = x.shape().rows();
        width = x.shape().width();
        y = output(Shape.of(Arrays.copyOf(x.shape().toArray(), x.shape().rank() - 1)));
        readsInBackward(x, y);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overRows(rows, width, Slabs.CHEAP, (from, n) -> {
            for (int r = from; r < from + n; r++) {
                int at = x.offset() + r * width;
                y.array()[y.offset() + r] =
                        (float) Math.sqrt(kernels.reductions().dot(width, x.array(), at, x.array(), at));
            }
        });
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overRows(rows, width, Slabs.CHEAP, (from, n) -> {
            for (int r = from; r < from + n; r++) {
                float norm = y.array()[y.offset() + r];
                if (norm != 0) {
                    kernels.elementwise().addScaled(width, dy.array()[dy.offset() + r] / norm, x.array(),
                            x.offset() + r * width, dx.array(), dx.offset() + r * width);
                }
            }
        });
    }
}
