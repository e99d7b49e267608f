package org.almt.data;

import java.util.List;
import java.util.Map;

/** Where all values of a split come from, in the order of {@link Key}; and what was left out, in sentences. */
record SplitPlan(SplitName name, int rows, Map<Key, ColumnPlan> columns, List<String> notes) {
    /** Bytes that the numbers take as float32 and int32. */
    long bytes() {
        return columns.values().stream().mapToLong(column -> 4 * column.cells()).sum();
    }

    /** Cells of the largest column: what must fit one Java array to be read into memory. */
    long largestColumn() {
        return columns.values().stream().mapToLong(ColumnPlan::cells).max().orElse(0);
    }
}
