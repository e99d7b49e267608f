package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Tensor;

/**
 * The larger, or the smaller, of two elements, under NumPy's broadcasting rule. NaN if one of the two is NaN.
 *
 * <pre>
 * forward   z = max(x, y), or min(x, y)
 * backward  dx += dz where z is x,  dy += dz where z is y,  half to each where x = y     (summed where repeated)
 * saved     x, y
 * cost      n comparisons; n more, and n additions for each side, backward
 * </pre>
 *
 * Shapes: those of x and y follow NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1.
 *
 * <p>Threads: one at a time.
 */
public final class Maximum extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor z;
    private final boolean smaller;
    private final Broadcast sides;
    private final Broadcast swapped;

    Maximum(Tensor x, Tensor y, boolean smaller) {
        super(smaller ? "minimum" : "maximum", x, y);
        this.x = x;
        this.y = y;
        this.smaller = smaller;
        sides = Broadcast.of(smaller ? "minimum" : "maximum", x.shape(), y.shape());
        swapped = sides.swapped();
        z = output(sides.shape());
        readsInBackward(x, y);
    }

    @Override
    protected void forward() {
        int stepX = sides.leftMoves() ? 1 : 0;
        int stepY = sides.rightMoves() ? 1 : 0;
        sides.forEach((n, xi, yi, zi) -> {
            for (int i = 0; i < n; i++) {
                float left = x.array()[x.offset() + xi + i * stepX];
                float right = y.array()[y.offset() + yi + i * stepY];
                z.array()[z.offset() + zi + i] = smaller ? Math.min(left, right) : Math.max(left, right);
            }
        });
    }

    @Override
    protected void backward() {
        if (wants(x)) {
            add(sides, x, y, gradient(x));
        }
        if (wants(y)) {
            add(swapped, y, x, gradient(y));
        }
    }

    private void add(Broadcast from, Tensor own, Tensor other, Tensor into) {
        Tensor dz = gradient(z);
        int step = from.leftMoves() ? 1 : 0;
        int otherStep = from.rightMoves() ? 1 : 0;
        from.forEachIntoLeft((n, left, right, at) -> {
            for (int i = 0; i < n; i++) {
                float a = own.array()[own.offset() + left + i * step];
                float b = other.array()[other.offset() + right + i * otherStep];
                float share = a == b ? 0.5f : a > b != smaller ? 1 : 0;
                into.array()[into.offset() + left + i * step] += share * dz.array()[dz.offset() + at + i];
            }
        });
    }
}
