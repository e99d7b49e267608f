package org.almt.data.column;

import java.util.List;
import org.almt.data.SplitName;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.PickleValue;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one key of one split come from: arrays in the file, stacked one after the other (mostly a single
 * one), or scalars that the pickle lists.
 *
 * @param split whose values
 * @param key which values
 * @param rows number of samples
 * @param length second size: frames, tokens, or 1
 * @param width third size: features, or 1
 * @param arrays the arrays, empty where {@code scalars} is used
 * @param scalars the scalars, or null
 */
public record ColumnPlan(SplitName split, Key key, int rows, int length, int width, List<NdArray> arrays,
        @Nullable List<PickleValue> scalars) {
    /** Number of 4-byte cells; none for text. */
    public long cells() {
        return key.cells == Key.Cells.TEXT ? 0 : (long) rows * length * width;
    }
}
