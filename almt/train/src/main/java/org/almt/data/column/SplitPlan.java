package org.almt.data.column;

import java.util.List;
import java.util.Map;
import org.almt.data.SplitName;

/** The sources of all values of a split, in the order of {@link Key}, and notes on data left out. */
public record SplitPlan(SplitName name, int rows, Map<Key, ColumnPlan> columns, List<String> notes) {
    /** The bytes of the numbers as float32 and int32. */
    public long bytes() {
        return columns.values().stream().mapToLong(column -> 4 * column.cells()).sum();
    }

    /** The cells of the largest column. It must fit into one Java array to be read into memory. */
    public long largestColumn() {
        return columns.values().stream().mapToLong(ColumnPlan::cells).max().orElse(0);
    }
}
