package org.almt.core.op;

import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The elementwise sum of two tensors under NumPy's broadcasting rule.
 *
 * <pre>
 * forward   z = x + y
 * backward  dx += dz,  dy += dz     (each summed over the axes along which the side was repeated, ascending)
 * saved     nothing
 * cost      n additions; n backward for each side
 * </pre>
 *
 * Shapes: those of x and y follow NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1.
 *
 * <p>Threads: one at a time.
 */
public final class Add extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor z;
    private final Broadcast sides;
    private final Broadcast swapped;

    Add(Tensor x, Tensor y) {
        super("add", x, y);
        this.x = x;
        this.y = y;
        sides = Broadcast.of("add", x.shape(), y.shape());
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
                kernels.elementwise().shift(n, y.array()[yo], x.array(), xo, z.array(), zo);
            } else if (!sides.leftMoves()) {
                kernels.elementwise().shift(n, x.array()[xo], y.array(), yo, z.array(), zo);
            } else {
                kernels.elementwise().add(n, x.array(), xo, y.array(), yo, z.array(), zo);
            }
        });
    }

    @Override
    protected void backward() {
        if (wants(x)) {
            into(x, sides);
        }
        if (wants(y)) {
            into(y, swapped);
        }
    }

    private void into(Tensor side, Broadcast left) {
        Kernels kernels = Engine.kernels();
        Tensor dz = gradient(z);
        Tensor into = gradient(side);
        if (isFirst(side)) { // 0 + dz gives +0 for -0
            Slabs.overElements(z.shape().count(), Slabs.CHEAP, (from, n) -> kernels.elementwise().shift(n, 0,
                    dz.array(), dz.offset() + from, into.array(), into.offset() + from));
        } else {
            left.sumIntoLeft(kernels, 1, dz, into);
        }
    }

    @Override
    protected boolean writesGradient(Tensor input) {
        return input.shape().equals(z.shape());
    }
}
