package org.almt.data.column;

import java.util.List;
import java.util.Map;
import org.almt.data.SplitName;

/** Where all values of a split come from, in the order of {@link Key}; and what was left out, in sentences. */
public record SplitPlan(SplitName name, int rows, Map<Key, ColumnPlan> columns, List<String> notes) {
    /** Bytes that the numbers take as float32 and int32. */
    public long bytes() {
        return columns.values().stream().mapToLong(column -> 4 * column.cells()).sum();
    }

    /** Cells of the largest column: what must fit one Java array to be read into memory. */
    public long largestColumn() {
        return columns.values().stream().mapToLong(ColumnPlan::cells).max().orElse(0);
    }
}
