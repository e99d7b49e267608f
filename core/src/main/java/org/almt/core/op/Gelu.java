package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
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
 * cost      n error functions; as many and n exponentials backward
 * </pre>
 */
public final class Gelu extends Op {
    private final Tensor x;
    private final Tensor y;

    Gelu(Tensor x) {
        super("gelu", x);
        this.x = x;
        y = output(x.shape());
        readsInBackward(x);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overElements(x.shape().count(), Slabs.COSTLY,
                (from, n) -> kernels.functions().gelu(n, x.array(), x.offset() + from, y.array(), y.offset() + from));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overElements(x.shape().count(), Slabs.COSTLY, (from, n) -> kernels.functions().geluBackward(
                n, x.array(), x.offset() + from, dy.array(), dy.offset() + from, dx.array(), dx.offset() + from));
    }
}
