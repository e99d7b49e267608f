package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The rectified linear unit (Nair and Hinton, 2010).
 *
 * <pre>
 * forward   y = max(x, 0)
 * backward  dx += dy where x > 0     (the subgradient at 0 is 0)
 * saved     x
 * cost      n comparisons; n more, and n additions, backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Relu extends Unary {
    Relu(Tensor x) {
        super("relu", x, Slabs.CHEAP);
        readsInBackward(x);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.functions().relu(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        kernels.functions().reluBackward(n, x.array(), at(x, from), dy, dyo, dx, dxo);
    }
}
