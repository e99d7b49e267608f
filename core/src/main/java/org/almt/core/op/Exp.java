package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The exponential function.
 *
 * <pre>
 * forward   y = exp(x)
 * backward  dx += dy y
 * saved     y
 * cost      n exponentials; at most 3 n operations backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Exp extends Unary {
    Exp(Tensor x) {
        super("exp", x, Slabs.COSTLY);
        readsInBackward(y);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.functions().exp(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        kernels.elementwise().addProduct(n, dy, dyo, y.array(), at(y, from), dx, dxo);
    }
}
