package org.almt.core.op;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;

/**
 * Repeats axes of size 1 and puts new axes in front, as broadcasting does.
 *
 * <pre>
 * forward   y[i, j, ..] = x[i or 0, j or 0, ..]
 * backward  dx += dy summed over the repeated axes, ascending
 * saved     nothing
 * cost      n elements copied; n additions backward
 * letters   i, j positions along axes
 * </pre>
 *
 * Shapes: aligned at the last axis, each size of x is 1 or equals that of y.
 *
 * <p>Threads: one at a time.
 */
public final class Expand extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Broadcast sides;

    Expand(Tensor x, int... sizes) {
        super("expand", x);
        this.x = x;
        Shape target = Shape.of(sizes);
        sides = Broadcast.of("expand", x.shape(), target);
        if (!sides.shape().equals(target)) {
            throw new IllegalArgumentException("expand: " + x.shape() + " does not expand to " + target
                    + "; aligned at the last axis, each size must be 1 or stay");
        }
        y = output(target);
    }

    @Override
    protected Object attributes() {
        return List.of();
    }

    @Override
    protected long flop() {
        return 0;
    }

    @Override
    protected void forward() {
        boolean moves = sides.leftMoves();
        sides.forEach((n, from, ignored, to) -> {
            if (moves) {
                System.arraycopy(x.array(), x.offset() + from, y.array(), y.offset() + to, n);
            } else {
                Arrays.fill(y.array(), y.offset() + to, y.offset() + to + n, x.array()[x.offset() + from]);
            }
        });
    }

    @Override
    protected void backward() {
        sides.sumIntoLeft(Engine.kernels(), 1, gradient(y), gradient(x));
    }
}
