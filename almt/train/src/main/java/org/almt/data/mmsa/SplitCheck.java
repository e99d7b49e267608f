package org.almt.data.mmsa;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.DataException;
import org.almt.data.SourceNames;
import org.almt.data.column.Column;
import org.almt.data.column.Faults;
import org.almt.data.column.Key;
import org.almt.data.column.SplitData;
import org.almt.failure.Remedy;
import org.almt.io.PrintableText;

/** Handles invalid values: with an error that names the first, or a note that counts them. */
final class SplitCheck {
    /**
     * The largest fraction of a split for repairing labels out of range. More are not mistakes but labels of another
     * scale.
     */
    private static final double MOST_REPAIRED = 0.01;

    private final SourceNames names;
    private final SplitData data;
    private final MmsaOptions options;
    private final List<String> notes;

    SplitCheck(SourceNames names, SplitData data, MmsaOptions options, List<String> notes) {
        this.names = names;
        this.data = data;
        this.options = options;
        this.notes = notes;
    }

    /** Checks every column, in a fixed order, and adds notes. */
    void run() throws DataException {
        sameIds();
        for (Column column : data.columns().values()) {
            Faults faults = column.faults();
            if (faults.silenced() > 0) {
                notes.add(
                        "split " + data.name() + ": " + faults.silenced() + " values of audio are -inf and count as 0");
            }
            if (column.key().isLabel()) {
                labels(column);
            } else if (faults.bad() > 0) {
                fault(faults.bad(), "is set to 0", "are set to 0", describe(column, faults.firstBad()),
                        name(column));
            }
        }
    }

    /** Adds a note about samples with the same id, with the rows of the first two. */
    private void sameIds() {
        String[] ids = data.texts().get(Key.ID);
        if (ids == null) {
            return;
        }
        Map<String, Integer> rows = new HashMap<>();
        int same = 0;
        String first = "";
        for (int i = 0; i < ids.length; i++) {
            Integer before = rows.putIfAbsent(ids[i], i);
            if (before != null && same++ == 0) {
                first = "'" + PrintableText.text(ids[i]) + "' in rows " + before + " and " + i + " (counted from 0)";
            }
        }
        if (same > 0) {
            notes.add("split " + data.name() + ": " + same + (same == 1 ? " sample has" : " samples have")
                    + " the id of another one; the first: " + first);
        }
    }

    private void labels(Column column) throws DataException {
        float[] labels = column.allFloats();
        long bad = 0;
        int first = -1;
        for (int i = 0; i < labels.length; i++) {
            boolean unknown = Float.isNaN(labels[i]) && keepsUnknown(labels, options.repair());
            if (!unknown && !options.labels().contains(labels[i])) {
                bad++;
                first = first < 0 ? i : first;
            }
        }
        if (bad > 1 && bad > MOST_REPAIRED * labels.length) {
            throw new DataException(names.name() + ": split " + data.name() + ", " + sample(first) + ": " + name(column)
                    + " is " + labels[first] + ", outside " + options.labels() + "; so are " + bad + " of the "
                    + labels.length + " labels of this split, too many to repair; check the preset: mosi and mosei"
                    + " have labels from -3 to 3, sims from -1 to 1", Remedy.OTHER_PRESET);
        }
        if (bad > 0) {
            fault(bad, "is moved into it", "are moved into it", sample(first) + ": " + name(column) + " is "
                    + labels[first] + ", outside " + options.labels(), name(column));
        }
    }

    /**
     * Whether NaN is kept, as the label of an unlabelled sample. With repair, a few NaN become 0, but not in a split
     * without any label.
     */
    static boolean keepsUnknown(float[] labels, Repair repair) {
        if (repair == Repair.REFUSE) {
            return true;
        }
        for (float label : labels) {
            if (!Float.isNaN(label)) {
                return false;
            }
        }
        return true;
    }

    private void fault(long count, String one, String many, String first, String key) throws DataException {
        if (options.repair() == Repair.REFUSE) {
            String others = count == 1
                    ? "it is the only such value of this split"
                    : "this split has " + count + " such values";
            throw new DataException(names.name() + ": split " + data.name() + ", " + first + "; " + others
                    + " under '" + key + "'; repairing them is an option", Remedy.REPAIR);
        }
        notes.add("split " + data.name() + ": " + count + " invalid " + (count == 1 ? "value" : "values") + " under '"
                + key
                + "' " + (count == 1 ? one : many) + "; the first: " + first);
    }

    private String describe(Column column, long cell) {
        int inRow = column.length() * column.width();
        int row = (int) (cell / inRow);
        int frame = (int) (cell % inRow) / column.width();
        int feature = (int) (cell % column.width());
        String what = column.key().cells == Key.Cells.INT
                ? "no whole number of 32 bits"
                : Float.toString(column.cells().get(Column.FLOAT, 4 * cell));
        String where = switch (column.key()) {
            case TEXT -> " at token " + frame + ", feature " + feature;
            case AUDIO, VISION -> " at frame " + frame + ", feature " + feature;
            case TEXT_BERT -> " at row " + frame + ", token " + feature;
            default -> "";
        };
        return sample(row) + ": " + name(column) + " is " + what + where;
    }

    private String sample(int row) {
        return "sample '" + PrintableText.text(data.ids()[row]) + "' (" + names.place(data.name(), row) + ")";
    }

    private String name(Column column) {
        return names.column(column.key().key);
    }
}
