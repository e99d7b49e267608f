package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * A smooth form of {@code max(x, 0)} (Dugas et al., 2001), and the negative logarithm of 1 - sigmoid(x).
 *
 * <pre>
 * forward   y = log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|))
 * backward  dx += dy / (1 + exp(-x))
 * saved     x
 * cost      n exponentials and logarithms; n exponentials and divisions backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Softplus extends Unary {
    private final Tensor slope;

    Softplus(Tensor x) {
        super("softplus", x, Slabs.COSTLY);
        slope = scratch(x.shape());
        readsInBackward(x);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.functions().softplus(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] t = slope.array();
        int to = at(slope, from);
        kernels.functions().sigmoid(n, x.array(), at(x, from), t, to);
        kernels.elementwise().addProduct(n, dy, dyo, t, to, dx, dxo);
    }
}
