package org.almt.core.op;

import org.almt.core.Tensor;

/**
 * The largest element along an axis. NaN if there is one.
 *
 * <pre>
 * forward   y = max_s x_s
 * backward  dx_s += dy for the first s with x_s = y
 * saved     x
 * cost      one comparison for each element of x; as many backward, and n additions
 * letters   S elements along the axis, s one of them
 * </pre>
 *
 * Shapes: x [..., S, ...], S at least 1, y the same without that axis.
 *
 * <p>Threads: one at a time.
 */
public final class Max extends AxisExtreme {
    Max(Tensor x, int axis) {
        super("max", x, axis);
        readsInBackward(x);
    }

    @Override
    protected void forward() {
        forEach((first, i) -> y.array()[y.offset() + i] = x.array()[first + largest(first) * inner]);
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        int shift = dx.offset() - x.offset();
        forEach((first, i) -> dx.array()[first + shift + largest(first) * inner] += dy.array()[dy.offset() + i]);
    }
}
