package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
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
 * cost      n elements, 1 operation each
 * </pre>
 */
public final class Relu extends Op {
    private final Tensor x;
    private final Tensor y;

    Relu(Tensor x) {
        super("relu", x);
        this.x = x;
        y = output(x.shape());
        readsInBackward(x);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.over(x.shape().count(), Slabs.CHEAP,
                (from, n) -> kernels.functions().relu(n, x.array(), x.offset() + from, y.array(), y.offset() + from));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.over(x.shape().count(), Slabs.CHEAP, (from, n) -> kernels.functions().reluBackward(
                n, x.array(), x.offset() + from, dy.array(), dy.offset() + from, dx.array(), dx.offset() + from));
    }
}
