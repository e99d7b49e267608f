package org.almt.core.op;

import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sum over one axis, or of all elements.
 *
 * <pre>
 * forward   y = sum_s x_s
 * backward  dx_s += dy
 * saved     nothing
 * cost      one addition for each element of x; as many backward
 * letters   S elements along the axis, s one of them
 * </pre>
 *
 * Shapes: x [..., S, ...], y the same without that axis; a scalar for all.
 *
 * <p>The order of additions follows from the shape. A contiguous row is summed in 16 lanes, see {@link
 * org.almt.core.kernel.Reductions}. A single long row is summed in chunks of fixed length, whose sums are then summed
 * in 16 lanes too. Over another axis, rows are added in ascending order.
 *
 * <p>Threads: one at a time.
 */
public final class Sum extends AxisReduction {
    /** The sum over one axis, or of all elements if {@code axis} is null. */
    Sum(Tensor x, @Nullable Integer axis) {
        super("sum", x, axis, false);
    }
}
