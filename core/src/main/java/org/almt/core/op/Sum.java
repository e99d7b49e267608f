package org.almt.core.op;

import org.almt.core.Tensor;

/**
 * The sum over one axis, or of all numbers.
 *
 * <pre>
 * forward   y = sum_s x_s
 * backward  dx_s += dy
 * saved     nothing
 * </pre>
 *
 * Shapes: x [..., S, ...], y the same without that axis; a scalar for all. The order is that of {@link AxisReduction}.
 */
final class Sum extends AxisReduction {
    /** The sum over one axis, or of all numbers where {@code axis} is null. */
    Sum(Tensor x, Integer axis) {
        super("sum", x, axis, false);
    }
}
