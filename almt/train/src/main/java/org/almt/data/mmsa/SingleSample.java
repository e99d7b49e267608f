package org.almt.data.mmsa;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.almt.data.DataException;
import org.almt.data.SplitName;
import org.almt.data.column.ColumnPlan;
import org.almt.data.column.Key;
import org.almt.data.column.SplitPlan;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.PickleValue.Dict;
import org.almt.data.pickle.PickleValue.Int;
import org.almt.data.pickle.PickleValue.Real;
import org.almt.data.pickle.PickleValue.Sequence;
import org.almt.data.pickle.PickleValue.Text;
import org.almt.data.pickle.PickleValue;
import org.jspecify.annotations.Nullable;

/**
 * One sample without splits, as saved by MMSA-FET's extraction of a single file. It has {@code text}, {@code audio},
 * {@code vision} of [frames, features], {@code text_bert} of [3, tokens], and optionally other keys; or the same with a
 * first axis of one. It is read as a test split of one sample.
 */
final class SingleSample {
    private SingleSample() {}

    static boolean is(Dict keys) {
        return array(keys.get("text")) != null || array(keys.get("audio")) != null || array(keys.get("vision")) != null;
    }

    /** A numeric array [rows, columns], or [1, rows, columns] as a batch of one; null for anything else. */
    private static @Nullable NdArray array(@Nullable PickleValue value) {
        return value instanceof NdArray array && array.objects() == null && array.dtype().isNumeric()
                && (array.rank() == 2 || array.rank() == 3 && array.shape()[0] == 1) ? array : null;
    }

    static SplitPlan plan(Dict keys, String file, SplitName split) throws DataException {
        if (split != SplitName.TEST) {
            throw new DataException(
                    file + " holds a single sample without splits, which is read as split test; there is no split"
                            + " '" + split + "'");
        }
        Map<Key, ColumnPlan> columns = new EnumMap<>(Key.class);
        List<String> notes = new ArrayList<>(List.of("a single sample without splits, read as the test split"));
        for (Key key : Key.values()) {
            PickleValue value = keys.get(key.key);
            ColumnPlan plan = switch (key.cells) {
                case TEXT -> text(key, value, split);
                case FLOAT, INT -> key.rank == 1 ? scalar(key, value, split) : features(key, value, split);
            };
            if (plan != null) {
                columns.put(key, plan);
            } else if (value != null) {
                notes.add("'" + key.key + "' is a " + value.kind() + " and was skipped");
            }
        }
        return new SplitPlan(split, 1, columns, notes);
    }

    private static @Nullable ColumnPlan text(Key key, @Nullable PickleValue value, SplitName split) {
        PickleValue text = value instanceof Text || value instanceof Int ? value
                : key == Key.ID ? new Text("sample", 0, 0, 6)
                : null;
        return text == null ? null : new ColumnPlan(split, key, 1, 1, 1, List.of(), List.of(text));
    }

    private static @Nullable ColumnPlan scalar(Key key, @Nullable PickleValue value, SplitName split) {
        return value instanceof Int || value instanceof Real
                ? new ColumnPlan(split, key, 1, 1, 1, List.of(), List.of(value))
                : null;
    }

    private static @Nullable ColumnPlan features(Key key, @Nullable PickleValue value, SplitName split)
            throws DataException {
        NdArray array = array(value);
        if (array == null && value instanceof Sequence list) {
            NestedLists nested = new NestedLists(list.items());
            return nested.problem() == null && nested.shape().length == 2
                    ? new ColumnPlan(split, key, 1, (int) nested.shape()[0], (int) nested.shape()[1], List.of(),
                            nested.scalars())
                    : null;
        }
        if (array == null || array.count() == 0 || array.count() > Integer.MAX_VALUE / 8) {
            return null;
        }
        long[] shape = array.shape();
        return new ColumnPlan(split, key, 1, (int) shape[shape.length - 2], (int) shape[shape.length - 1],
                List.of(array), null);
    }
}
