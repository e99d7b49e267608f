package org.almt.core.op;

import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The elementwise difference of two tensors under NumPy's broadcasting rule.
 *
 * <pre>
 * forward   z = x - y
 * backward  dx += dz,  dy -= dz     (each summed over the axes along which the side was repeated, ascending)
 * saved     nothing
 * cost      n additions; n backward for each side
 * </pre>
 *
 * Shapes: those of x and y follow NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1.
 *
 * <p>Threads: one at a time.
 */
public final class Sub extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor z;
    private final Broadcast sides;
    private final Broadcast swapped;

    Sub(Tensor x, Tensor y) {
        super("sub", x, y);
        this.x = x;
        this.y = y;
        sides = Broadcast.of("sub", x.shape(), y.shape());
        swapped = sides.swapped();
        z = output(sides.shape());
    }

    @Override
    protected Object attributes() {
        return List.of();
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        sides.forEach((n, xi, yi, zi) -> {
            int xo = x.offset() + xi;
            int yo = y.offset() + yi;
            int zo = z.offset() + zi;
            if (!sides.rightMoves()) {
                kernels.elementwise().shift(n, -y.array()[yo], x.array(), xo, z.array(), zo);
            } else if (!sides.leftMoves()) {
                kernels.elementwise().scale(n, -1, y.array(), yo, z.array(), zo);
                kernels.elementwise().shift(n, x.array()[xo], z.array(), zo, z.array(), zo);
            } else {
                kernels.elementwise().subtract(n, x.array(), xo, y.array(), yo, z.array(), zo);
            }
        });
    }

    @Override
    protected void backward() {
        if (wants(x)) {
            sides.sumIntoLeft(Engine.kernels(), 1, gradient(z), gradient(x));
        }
        if (wants(y)) {
            swapped.sumIntoLeft(Engine.kernels(), -1, gradient(z), gradient(y));
        }
    }
}
