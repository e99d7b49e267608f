package org.almt.data.column;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.data.SplitName;

/**
 * A converted split, in memory or from a cache: its columns, its strings, and notes on data left out. Nothing is
 * checked yet.
 */
public record SplitData(SplitName name, int rows, Map<Key, Column> columns, Map<Key, String[]> texts,
        List<String> notes) {
    /** The id of each sample. */
    public String[] ids() {
        return Objects.requireNonNull(texts.get(Key.ID), "required");
    }
}
