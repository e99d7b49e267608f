package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Every number plus a constant.
 *
 * <pre>
 * forward   y = x + alpha
 * backward  dx += dy
 * saved     nothing
 * cost      n additions; n backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class AddScalar extends Unary {
    private final float alpha;

    AddScalar(Tensor x, float alpha) {
        super("addScalar", x, Slabs.CHEAP);
        this.alpha = alpha;
    }

    @Override
    protected Object attributes() {
        return alpha;
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        kernels.elementwise().shift(n, alpha, x, xo, y, yo);
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        kernels.elementwise().addScaled(n, 1, dy, dyo, dx, dxo);
    }
}
