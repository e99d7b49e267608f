package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The square root: NaN below 0, and an infinite gradient at 0 (that of {@link L2Norm} is 0 there).
 *
 * <pre>
 * forward   y = sqrt(x)
 * backward  dx += dy / (2 y)
 * saved     y
 * cost      n square roots; n divisions backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Sqrt extends Unary {
    private final Tensor slope;

    Sqrt(Tensor x) {
        super("sqrt", x, Slabs.CHEAP);
        slope = scratch(x.shape());
        readsInBackward(y);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.elementwise().sqrt(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] t = slope.array();
        int to = at(slope, from);
        kernels.elementwise().divide(n, dy, dyo, y.array(), at(y, from), t, to);
        kernels.elementwise().addScaled(n, 0.5f, t, to, dx, dxo);
    }
}
