package org.almt.core.op;

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
 * cost      n products; n multiply-adds backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Scale extends Unary {
    private final float alpha;

    Scale(Tensor x, float alpha) {
        super("scale", x, Slabs.CHEAP);
        this.alpha = alpha;
    }

    @Override
    protected Object attributes() {
        return alpha;
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.elementwise().scale(n, alpha, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        kernels.elementwise().addScaled(n, alpha, dy, dyo, dx, dxo);
    }
}
