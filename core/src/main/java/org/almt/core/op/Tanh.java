package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
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
 * cost      n hyperbolic tangents, none backward
 * </pre>
 */
public final class Tanh extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor slope;

    Tanh(Tensor x) {
        super("tanh", x);
        this.x = x;
        y = output(x.shape());
        slope = scratch(x.shape());
        readsInBackward(y);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overElements(x.shape().count(), Slabs.COSTLY,
                (from, n) -> kernels.functions().tanh(n, x.array(), x.offset() + from, y.array(), y.offset() + from));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overElements(x.shape().count(), Slabs.COSTLY, (from, n) -> {
            float[] t = slope.array();
            int to = slope.offset() + from;
            int yo = y.offset() + from;
            kernels.elementwise().multiply(n, y.array(), yo, y.array(), yo, t, to);
            kernels.elementwise().scale(n, -1, t, to, t, to);
            kernels.elementwise().shift(n, 1, t, to, t, to);
            kernels.elementwise().addProduct(n, dy.array(), dy.offset() + from, t, to, dx.array(), dx.offset() + from);
        });
    }
}
