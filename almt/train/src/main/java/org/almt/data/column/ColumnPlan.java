package org.almt.data.column;

import java.util.List;
import org.almt.data.SplitName;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.PickleValue;
import org.jspecify.annotations.Nullable;

/**
 * The source of the values of one key of one split: arrays in the file, stacked one after the other (usually a single
 * one), or scalars that the pickle lists.
 *
 * @param split the split
 *
 * @param key the key
 *
 * @param rows the number of samples
 *
 * @param length the second size: frames, tokens, or 1
 *
 * @param width the third size: features, or 1
 *
 * @param arrays the arrays; empty if {@code scalars} is used
 *
 * @param scalars the scalars, or null
 */
public record ColumnPlan(SplitName split, Key key, int rows, int length, int width, List<NdArray> arrays,
        @Nullable List<PickleValue> scalars) {
    /** The number of 4-byte cells; 0 for text. */
    public long cells() {
        return key.cells == Key.Cells.TEXT ? 0 : (long) rows * length * width;
    }
}
