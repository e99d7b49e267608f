package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Every number times a constant.
 *
 * <pre>
 * forward   y = alpha x
 * backward  dx += alpha dy
 * saved     nothing
 * cost      n elements, 1 operation each
 * </pre>
 */
public final class Scale extends Op {
    private final Tensor x;
    private final Tensor y;
    private final float alpha;

    Scale(Tensor x, float alpha) {
        super("scale", x);
        this.x = x;
        y = output(x.shape());
        this.alpha = alpha;
    }

    @Override
    protected Object attributes() {
        return alpha;
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.over(x.shape().count(), Slabs.CHEAP,
                (from, n) -> kernels.elementwise().scale(n, alpha, x.array(), x.offset() + from, y.array(),
                        y.offset() + from));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.over(x.shape().count(), Slabs.CHEAP, (from, n) -> kernels.elementwise().addScaled(
                n, alpha, dy.array(), dy.offset() + from, dx.array(), dx.offset() + from));
    }
}
