package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The natural logarithm: -infinity at 0, NaN below 0.
 *
 * <pre>
 * forward   y = log(x)
 * backward  dx += dy / x
 * saved     x
 * cost      n logarithms; n divisions backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Log extends Unary {
    private final Tensor slope;

    Log(Tensor x) {
        super("log", x, Slabs.COSTLY);
        slope = scratch(x.shape());
        readsInBackward(x);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.functions().log(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] t = slope.array();
        int to = at(slope, from);
        kernels.elementwise().divide(n, dy, dyo, x.array(), at(x, from), t, to);
        kernels.elementwise().add(n, t, to, dx, dxo, dx, dxo);
    }
}
