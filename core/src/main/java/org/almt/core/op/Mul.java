package org.almt.core.op;

import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The elementwise product of two tensors under NumPy's broadcasting rule.
 *
 * <pre>
 * forward   z = x y
 * backward  dx += dz y,  dy += dz x     (each summed over the axes along which the side was repeated, ascending)
 * saved     x, y
 * cost      n products; n multiply-adds backward for each side
 * </pre>
 *
 * Shapes: those of x and y follow NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1.
 *
 * <p>Threads: one at a time.
 */
public final class Mul extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor z;
    private final Broadcast sides;
    private final Broadcast swapped;

    Mul(Tensor x, Tensor y) {
        super("mul", x, y);
        this.x = x;
        this.y = y;
        sides = Broadcast.of("mul", x.shape(), y.shape());
        swapped = sides.swapped();
        z = output(sides.shape());
        readsInBackward(x, y);
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
                kernels.elementwise().scale(n, y.array()[yo], x.array(), xo, z.array(), zo);
            } else if (!sides.leftMoves()) {
                kernels.elementwise().scale(n, x.array()[xo], y.array(), yo, z.array(), zo);
            } else {
                kernels.elementwise().multiply(n, x.array(), xo, y.array(), yo, z.array(), zo);
            }
        });
    }

    @Override
    protected void backward() {
        if (wants(x)) {
            addProduct(sides, gradient(z), y, gradient(x));
        }
        if (wants(y)) {
            addProduct(swapped, gradient(z), x, gradient(y));
        }
    }

    /** {@code into} += dz other, summed over the axes along which the left side was repeated. */
    static void addProduct(Broadcast sides, Tensor dz, Tensor other, Tensor into) {
        Kernels kernels = Engine.kernels();
        float[] g = dz.array();
        float[] f = other.array();
        float[] sum = into.array();
        sides.forEachIntoLeft((n, left, right, z) -> {
            int go = dz.offset() + z;
            int fo = other.offset() + right;
            int so = into.offset() + left;
            if (!sides.rightMoves()) {
                kernels.elementwise().addScaled(n, f[fo], g, go, sum, so);
            } else if (!sides.leftMoves()) {
                sum[so] += kernels.reductions().dot(n, g, go, f, fo);
            } else {
                kernels.elementwise().addProduct(n, g, go, f, fo, sum, so);
            }
        });
    }
}
