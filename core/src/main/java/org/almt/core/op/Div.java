package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The elementwise quotient of two tensors under NumPy's broadcasting rule.
 *
 * <pre>
 * forward   z = x / y
 * backward  t = dz / y,  dx += t,  dy -= t z    (each summed over the axes along which the side was repeated, in order)
 * saved     y, z
 * cost      n divisions; n more, and n multiply-adds, backward
 * </pre>
 *
 * Shapes: those of x and y follow NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1.
 *
 * <p>Threads: one at a time.
 */
public final class Div extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor z;
    private final Tensor t;
    private final Broadcast sides;
    private final Broadcast swapped;

    Div(Tensor x, Tensor y) {
        super("div", x, y);
        this.x = x;
        this.y = y;
        sides = Broadcast.of("div", x.shape(), y.shape());
        swapped = sides.swapped();
        z = output(sides.shape());
        t = scratch(sides.shape());
        readsInBackward(y, z);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        sides.forEach((n, xi, yi, zi) -> {
            int xo = x.offset() + xi;
            int zo = z.offset() + zi;
            if (sides.leftMoves()) {
                quotient(kernels, n, x.array(), xo, y.offset() + yi, z.array(), zo);
            } else {
                Arrays.fill(z.array(), zo, zo + n, x.array()[xo]);
                quotient(kernels, n, z.array(), zo, y.offset() + yi, z.array(), zo);
            }
        });
    }

    /** out = numerator / y for a row, along which y may be one number. */
    private void quotient(Kernels kernels, int n, float[] numerator, int no, int yo, float[] out, int oo) {
        if (sides.rightMoves()) {
            kernels.elementwise().divide(n, numerator, no, y.array(), yo, out, oo);
            return;
        }
        float divisor = y.array()[yo];
        for (int i = 0; i < n; i++) {
            out[oo + i] = numerator[no + i] / divisor;
        }
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dz = gradient(z);
        sides.forEach((n, xi, yi, zi) -> quotient(
                kernels, n, dz.array(), dz.offset() + zi, y.offset() + yi, t.array(), t.offset() + zi));
        if (wants(x)) {
            sides.sumIntoLeft(kernels, 1, t, gradient(x));
        }
        if (wants(y)) {
            sides.forEach((n, xi, yi, zi) -> kernels.elementwise().multiply(
                    n, t.array(), t.offset() + zi, z.array(), z.offset() + zi, t.array(), t.offset() + zi));
            swapped.sumIntoLeft(kernels, -1, t, gradient(y));
        }
    }
}
