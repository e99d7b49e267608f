package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The logistic function.
 *
 * <pre>
 * forward   y = 1 / (1 + exp(-x))
 * backward  dx += dy (1 - y) y
 * saved     y
 * cost      n exponentials and divisions; at most 3 n operations backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Sigmoid extends Unary {
    private final Tensor slope;

    Sigmoid(Tensor x) {
        super("sigmoid", x, Slabs.COSTLY);
        slope = scratch(x.shape());
        readsInBackward(y);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.functions().sigmoid(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] t = slope.array();
        int to = at(slope, from);
        int yo = at(y, from);
        kernels.elementwise().scale(n, -1, y.array(), yo, t, to);
        kernels.elementwise().shift(n, 1, t, to, t, to);
        kernels.elementwise().multiply(n, t, to, y.array(), yo, t, to);
        kernels.elementwise().addProduct(n, dy, dyo, t, to, dx, dxo);
    }
}
