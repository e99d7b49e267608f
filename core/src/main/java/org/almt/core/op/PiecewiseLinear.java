package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Two straight lines that meet at 0: the leaky rectified linear unit (Maas et al., 2013), and the absolute value.
 *
 * <pre>
 * forward   y = above x where x &gt; 0, otherwise below x
 * backward  dx += dy above where x &gt; 0, dy below where x &lt; 0, dy middle at 0
 * saved     x
 * cost      n products; n multiply-adds backward
 * letters   above, below, middle slopes
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class PiecewiseLinear extends Unary {
    private final float below;
    private final float middle;
    private final float above;

    /** {@code name} is the name of the method in {@code Ops}. {@code middle} is the slope at 0. */
    PiecewiseLinear(Tensor x, String name, float below, float middle, float above) {
        super(name, x, Slabs.CHEAP);
        this.below = below;
        this.middle = middle;
        this.above = above;
        readsInBackward(x);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(x[xo + i] > 0 ? above : below, x[xo + i], 0f); // adding 0 turns the -0 of |0| into 0
        }
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] value = x.array();
        int at = at(x, from);
        for (int i = 0; i < n; i++) {
            float v = value[at + i];
            dx[dxo + i] = Math.fma(v > 0 ? above : v < 0 ? below : middle, dy[dyo + i], dx[dxo + i]);
        }
    }
}
