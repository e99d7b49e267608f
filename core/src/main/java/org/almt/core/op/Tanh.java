package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The hyperbolic tangent.
 *
 * <pre>
 * forward   y = tanh(x)
 * backward  dx += dy (1 - y²)
 * saved     y
 * cost      n hyperbolic tangents; at most 3 n operations backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Tanh extends Unary {
    private final Tensor slope;

    Tanh(Tensor x) {
        super("tanh", x, Slabs.COSTLY);
        slope = scratch(x.shape());
        readsInBackward(y);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.functions().tanh(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] t = slope.array();
        int to = at(slope, from);
        int yo = at(y, from);
        kernels.elementwise().multiply(n, y.array(), yo, y.array(), yo, t, to);
        kernels.elementwise().scale(n, -1, t, to, t, to);
        kernels.elementwise().shift(n, 1, t, to, t, to);
        kernels.elementwise().addProduct(n, dy, dyo, t, to, dx, dxo);
    }
}
