package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/** Tables with one row for each place of a sequence. */
public final class FirstRows {
    private FirstRows() {}

    /** The first {@code count} rows of a table [1, N, D]: [1, count, D], and the table itself where these are all. */
    public static Tensor of(Tensor table, int count) {
        return table.shape().size(1) == count ? table : Ops.slice(table, 1, 0, count);
    }
}
