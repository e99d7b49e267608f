package org.almt.core.op;

import org.almt.core.Tensor;

/**
 * The position of the largest element along an axis, as a whole number from 0. It has no gradient.
 *
 * <pre>
 * forward   y = the first s with x_s = max_s x_s; that of the first NaN if there is one
 * backward  nothing
 * saved     nothing
 * cost      one comparison for each element of x; nothing backward
 * letters   s an element along the axis
 * </pre>
 *
 * For a row of NaN the result is 0, as if the first class had won. A network that diverged then seems right as often as
 * that class occurs. {@code org.almt.nn.data.ConfusionMatrix} refuses such rows.
 *
 * <p>Shapes: x [..., S, ...], S from 1 to 2^24, y the same without that axis.
 *
 * <p>Threads: one at a time.
 */
public final class Argmax extends AxisExtreme {
    private static final int MOST = 1 << 24;

    Argmax(Tensor x, int axis) {
        super("argmax", x, axis);
        if (size > MOST) {
            throw new IllegalArgumentException(
                    "argmax: an axis of " + size + " elements; a float holds positions up to "
                            + MOST);
        }
    }

    @Override
    protected void forward() {
        forEach((first, i) -> y.array()[y.offset() + i] = largest(first));
    }

    @Override
    protected void backward() {}
}
