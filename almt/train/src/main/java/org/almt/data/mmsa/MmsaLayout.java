package org.almt.data.mmsa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.data.DataException;
import org.almt.data.SplitName;
import org.almt.data.column.ColumnPlan;
import org.almt.data.column.Key;
import org.almt.data.column.SplitPlan;
import org.almt.data.pickle.NdArray;
import org.almt.data.pickle.Payload;
import org.almt.data.pickle.PickleValue.Bool;
import org.almt.data.pickle.PickleValue.Dict;
import org.almt.data.pickle.PickleValue.Int;
import org.almt.data.pickle.PickleValue.Real;
import org.almt.data.pickle.PickleValue.Sequence;
import org.almt.data.pickle.PickleValue.Text;
import org.almt.data.pickle.PickleValue;
import org.almt.input.TokenRow;
import org.almt.io.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of a split in the structure of a pickle, and checks kinds, ranks and numbers of rows. Values may be
 * one array, a list or an object array of numbers or strings, or (for features) a list with one array per sample.
 */
final class MmsaLayout {
    private static final String NO_SAMPLES = "has no samples; give it some, or move some of another split there";

    /** The most samples: far above any corpus (CMU-MOSEI has 22,856). It limits the memory for samples. */
    private static final long MAX_SAMPLES = 1 << 20;

    private static final int MOST_ID_PARTS = 8;

    private final String file;
    private final SplitName split;
    private final List<String> notes = new ArrayList<>();

    private MmsaLayout(String file, SplitName split) {
        this.file = file;
        this.split = split;
    }

    /** Plans one split of a file. */
    static SplitPlan plan(PickleValue root, String file, SplitName split) throws DataException {
        if (!(root instanceof Dict splits)) {
            throw new DataException(file + " holds a " + root.kind()
                    + ", not a dictionary with the splits train, valid and test: not a feature file in MMSA's layout");
        }
        if (!(splits.get(split.key()) instanceof Dict keys)) {
            if (SingleSample.is(splits)) {
                return SingleSample.plan(splits, file, split);
            }
            throw new DataException(file + " has no split '" + split + "'; its keys are " + names(splits)
                    + " (a split is found by its name: train, valid or test)");
        }
        return new MmsaLayout(file, split).plan(keys);
    }

    private SplitPlan plan(Dict keys) throws DataException {
        if (keys.entries().isEmpty()) {
            throw error(NO_SAMPLES);
        }
        Map<Key, ColumnPlan> columns = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            PickleValue value = keys.get(key.key);
            if (value == null && key == Key.LABELS) {
                // The layout of MulT's files.
                value = keys.get("labels");
            }
            if (value == null && key.required) {
                throw error("has no '" + key.key + "'; its keys are " + names(keys));
            }
            ColumnPlan column = value == null ? null : column(key, value);
            if (column != null) {
                columns.put(key, column);
            }
        }
        int rows = Objects.requireNonNull(columns.get(Key.ID), "required").rows();
        for (ColumnPlan column : columns.values()) {
            if (column.rows() != rows) {
                throw error(
                        "has " + rows + " rows under 'id' but " + column.rows() + " under '" + column.key().key + "'");
            }
        }
        if (rows == 0) {
            throw error(NO_SAMPLES);
        }
        if (!columns.containsKey(Key.TEXT) && !columns.containsKey(Key.AUDIO) && !columns.containsKey(Key.VISION)
                && !columns.containsKey(Key.RAW_TEXT) && !columns.containsKey(Key.TEXT_BERT)) {
            throw error("has none of 'text', 'audio', 'vision' and 'raw_text'; its keys are " + names(keys));
        }
        return new SplitPlan(split, rows, columns, List.copyOf(notes));
    }

    /** Plans a key; null, with a note, for an optional key of a kind that cannot be read. */
    private @Nullable ColumnPlan column(Key key, PickleValue value) throws DataException {
        List<PickleValue> items = value instanceof Sequence list ? list.items()
                : value instanceof NdArray array && array.objects() != null && array.rank() == 1
                        ? array.objects().items()
                : null;
        if (items != null && key.isLabel()) {
            items = labels(items);
        }
        if (value instanceof NdArray array && fits(key, array)) {
            return shaped(key, array.shape(), List.of(array), null);
        }
        if (value instanceof NdArray array && array.objects() != null && key == Key.ID && array.rank() == 2) {
            return joinedIds(array.shape(), array.objects().items());
        }
        if (items != null && key.cells == Key.Cells.TEXT && items.stream().anyMatch(item -> isScalar(key, item))) {
            return shaped(key, new long[] {items.size()}, List.of(), texts(key, items));
        }
        if (items != null && items.stream().allMatch(item -> isScalar(key, item))) {
            return shaped(key, new long[] {items.size()}, List.of(), items);
        }
        if (items != null && !items.isEmpty() && key.rank > 1 && items.getFirst() instanceof NdArray first
                && items.stream().allMatch(item -> item instanceof NdArray array && fits(key, array))) {
            return stacked(key, first, items);
        }
        if (items != null && key.cells != Key.Cells.TEXT && !items.isEmpty() && items.getFirst() instanceof Sequence) {
            NestedLists nested = new NestedLists(items);
            if (nested.problem() == null) {
                return shaped(key, nested.shape(), List.of(), nested.scalars());
            }
            throw error("holds nested lists under '" + key.key + "' that do not form an array: " + nested.problem()
                    + "; make one with numpy.asarray(x, 'float32')");
        }
        if (key.required || key.cells == Key.Cells.FLOAT && !key.isLabel() || key == Key.LABELS) {
            throw error("holds a " + value.kind() + " under '" + key.key + "'; expected " + key.expected);
        }
        notes.add("split " + split + ": '" + key.key + "' is a " + value.kind() + " and was skipped; expected "
                + key.expected);
        return null;
    }

    /** Labels, some of which may be missing: None means no label, like NaN. */
    private static List<PickleValue> labels(List<PickleValue> items) {
        return items.stream().map(item -> item == PickleValue.None.NONE ? new Real(Double.NaN) : item).toList();
    }

    /** Texts, some of which may be missing: None, or pandas' value for an empty cell. */
    private List<PickleValue> texts(Key key, List<PickleValue> items) throws DataException {
        List<PickleValue> texts = new ArrayList<>(items);
        int missing = 0;
        int first = -1;
        for (int i = 0; i < items.size(); i++) {
            if (isScalar(key, items.get(i))) {
                continue;
            }
            boolean empty = items.get(i) == PickleValue.None.NONE
                    || items.get(i) instanceof Real number && Double.isNaN(number.value());
            if (key == Key.ID || !empty) {
                throw error("holds a " + items.get(i).kind() + " under '" + key.key + "' in row " + i
                        + "; expected " + key.expected);
            }
            texts.set(i, new Text("", 0, 0, 0));
            missing++;
            first = first < 0 ? i : first;
        }
        if (missing > 0) {
            notes.add("split " + split + ": '" + key.key + "' has no text in row " + first
                    + (missing == 1 ? "" : " and " + (missing - 1) + " others") + " of " + items.size()
                    + "; it counts as empty");
        }
        return texts;
    }

    /**
     * Ids in several parts, such as video, start and end in MulT's files. They are joined as MMSA joins video and clip.
     */
    private ColumnPlan joinedIds(long[] shape, List<PickleValue> parts) throws DataException {
        int width = (int) shape[1];
        List<PickleValue> ids = new ArrayList<>();
        for (int i = 0; i < shape[0]; i++) {
            StringBuilder id = new StringBuilder();
            for (int part = 0; part < width; part++) {
                PickleValue value = parts.get(i * width + part);
                String text = switch (value) {
                    case Text word -> word.value();
                    case Payload bytes -> bytes.text();
                    case Int number -> Long.toString(number.value());
                    case Real number -> Double.toString(number.value());
                    default -> null;
                };
                if (text == null) {
                    throw error("holds a " + value.kind() + " under 'id' in row " + i + "; expected strings");
                }
                id.append(part == 0 ? "" : "$_$").append(text);
            }
            ids.add(new Text(id.toString(), 0, 0, id.length()));
        }
        return shaped(Key.ID, new long[] {shape[0]}, List.of(), ids);
    }

    private static boolean fits(Key key, NdArray array) {
        if (key.cells == Key.Cells.TEXT) {
            boolean integers =
                    array.dtype().isNumeric() && (array.dtype().code() == 'i' || array.dtype().code() == 'u');
            return array.dtype().isText() || key == Key.ID && integers;
        }
        return array.dtype().isNumeric();
    }

    private static boolean isScalar(Key key, PickleValue item) {
        return key.cells == Key.Cells.TEXT
                ? item instanceof Text || item instanceof Int || item instanceof Payload bytes && bytes.text() != null
                : item instanceof Int || item instanceof Real || item instanceof Bool;
    }

    private ColumnPlan stacked(Key key, NdArray first, List<PickleValue> items) throws DataException {
        List<NdArray> arrays = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            NdArray array = (NdArray) items.get(i);
            if (!Arrays.equals(array.shape(), first.shape())) {
                throw error("lists arrays of different shapes under '" + key.key + "': " + text(first.shape())
                        + " in row 0 and " + text(array.shape()) + " in row " + i);
            }
            arrays.add(array);
        }
        long[] shape = new long[first.rank() + 1];
        shape[0] = items.size();
        System.arraycopy(first.shape(), 0, shape, 1, first.rank());
        return shaped(key, shape, arrays, null);
    }

    private ColumnPlan shaped(Key key, long[] shape, List<NdArray> arrays, @Nullable List<PickleValue> scalars)
            throws DataException {
        if (key == Key.ID && shape.length == 2 && shape[1] >= 1 && shape[1] <= MOST_ID_PARTS && !arrays.isEmpty()) {
            return new ColumnPlan(split, key, (int) Math.min(shape[0], MAX_SAMPLES), (int) shape[1], 1, arrays, null);
        }
        boolean single = key.rank == 1 && shape.length > 1;
        for (int i = 1; i < shape.length; i++) {
            single &= shape[i] == 1;
        }
        if (shape.length != key.rank && !single) {
            throw error(
                    "holds an array of shape " + text(shape) + " under '" + key.key + "'; expected " + key.expected);
        }
        if (shape[0] > MAX_SAMPLES) {
            throw error("claims " + shape[0] + " samples under '" + key.key + "'; at most " + MAX_SAMPLES
                    + " can be read");
        }
        long length = key.rank == 3 ? shape[1] : 1;
        long width = key.rank == 3 ? shape[2] : 1;
        if (length < 1 || width < 1 || length > Integer.MAX_VALUE / 8 / width
                || key == Key.TEXT_BERT && length != TokenRow.values().length) {
            throw error("holds an array of shape " + text(shape) + " under '" + key.key + "'; expected " + key.expected
                    + " with no size 0");
        }
        return new ColumnPlan(split, key, (int) shape[0], (int) length, (int) width, arrays, scalars);
    }

    private DataException error(String problem) {
        return new DataException(file + ": split " + split + " " + problem);
    }

    private static String text(long[] shape) {
        return Arrays.toString(shape).replace(" ", "");
    }

    private static String names(Dict dict) {
        List<String> names = dict.entries().keySet().stream().limit(20).map(PrintableText::text).toList();
        return names.isEmpty() ? "none" : String.join(", ", names) + (dict.entries().size() > 20 ? ", …" : "");
    }
}
