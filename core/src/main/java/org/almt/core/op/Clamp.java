package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Limits elements to a range.
 *
 * <pre>
 * forward   y = min(max(x, low), high)
 * backward  dx += dy where low &lt;= x &lt;= high
 * saved     x
 * cost      2 n comparisons; 2 n more, and n additions, backward
 * </pre>
 *
 * <p>Threads: one at a time.
 */
public final class Clamp extends Unary {
    private final float low;
    private final float high;

    Clamp(Tensor x, float low, float high) {
        super("clamp", x, Slabs.CHEAP);
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "clamp: a range from " + low + " to " + high + "; the first must not be above the second");
        }
        this.low = low;
        this.high = high;
        readsInBackward(x);
    }

    @Override
    void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.min(Math.max(x[xo + i], low), high);
        }
    }

    @Override
    void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo) {
        float[] value = x.array();
        int at = at(x, from);
        for (int i = 0; i < n; i++) {
            if (value[at + i] >= low && value[at + i] <= high) {
                dx[dxo + i] += dy[dyo + i];
            }
        }
    }
}
