package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/** Slices tables that have one row per position of a sequence. */
public final class FirstRows {
    private FirstRows() {}

    /** The first {@code count} rows [1, count, D] of a table [1, N, D]; the table itself if count is N. */
    public static Tensor of(Tensor table, int count) {
        return table.shape().size(1) == count ? table : Ops.slice(table, 1, 0, count);
    }
}
