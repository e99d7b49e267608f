package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The exact Gaussian error linear unit (Hendrycks and Gimpel, 2016).
 *
 * <pre>
 * forward   y = x Phi(x) = x / 2 (1 + erf(x / sqrt 2))
 * backward  dx += dy (Phi(x) + x phi(x))     phi(x) = exp(-x²/2) / sqrt(2 pi)
 * saved     x
 * cost      n error functions; as many, and n exponentials, backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Gelu extends Unary {
    Gelu(Tensor x) {
        super("gelu", x, Slabs.COSTLY);
        readsInBackward(x);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.functions().gelu(n, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        kernels.functions().geluBackward(n, x.array(), at(x, from), dy, dyo, dx, dxo);
    }
}
