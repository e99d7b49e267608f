package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
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
 * cost      n exponentials, none backward
 * </pre>
 */
public final class Exp extends Op {
    private final Tensor x;
    private final Tensor y;

    Exp(Tensor x) {
        super("exp", x);
        this.x = x;
        y = output(x.shape());
        readsInBackward(y);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overElements(x.shape().count(), Slabs.COSTLY,
                (from, n) -> kernels.functions().exp(n, x.array(), x.offset() + from, y.array(), y.offset() + from));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overElements(x.shape().count(), Slabs.COSTLY, (from, n) -> kernels.elementwise().addProduct(
                n, dy.array(), dy.offset() + from, y.array(), y.offset() + from, dx.array(), dx.offset() + from));
    }
}
