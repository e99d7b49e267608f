package org.almt.core.op;

import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The mean over one axis, or of all elements.
 *
 * <pre>
 * forward   y = (sum_s x_s) / S
 * backward  dx_s += dy (1 / S)
 * saved     nothing
 * cost      one addition for each element of x; as many backward
 * letters   S elements along the axis, s one of them
 * </pre>
 *
 * Shapes: x [..., S, ...], S at least 1, y the same without that axis; a scalar for all.
 *
 * <p>The order of additions is that of {@link Sum}.
 *
 * <p>Threads: one at a time.
 */
public final class Mean extends AxisReduction {
    /** The mean over one axis, or of all elements if {@code axis} is null. */
    Mean(Tensor x, @Nullable Integer axis) {
        super("mean", x, axis, true);
    }
}
