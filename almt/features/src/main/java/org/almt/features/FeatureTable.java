package org.almt.features;

import java.util.List;

/**
 * A sequence of features: one row per frame, one column per feature. Immutable.
 */
public final class FeatureTable {
    private final List<String> columns;
    private final double[] values;
    private final double[] times;
    private final double step;
    private final List<String> warnings;

    /**
     * @param columns the names of the columns
     * @param values [frames, columns], row by row; not copied; it must not be changed afterwards
     * @param times [frames, 2]: the begin and end of each row, in seconds; not copied
     * @param step the seconds from one row to the next
     * @param warnings the warnings about the features, one sentence each
     */
    public FeatureTable(List<String> columns, double[] values, double[] times, double step, List<String> warnings) {
        this.columns = List.copyOf(columns);
        this.values = values;
        this.times = times;
        this.step = step;
        this.warnings = List.copyOf(warnings);
        if (columns.isEmpty() || values.length % columns.size() != 0
                || times.length != values.length / columns.size() * 2) {
            throw new IllegalArgumentException(
                    values.length + " values and " + times.length + " times do not make rows of "
                            + columns.size() + " columns");
        }
    }

    /** The number of rows. */
    public int frames() {
        return times.length / 2;
    }

    /** The names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** The value of a column in a row. */
    public double value(int frame, int column) {
        return values[frame * columns.size() + column];
    }

    /** The begin of a row, in seconds. */
    public double from(int frame) {
        return times[2 * frame];
    }

    /** The end of a row, in seconds. */
    public double to(int frame) {
        return times[2 * frame + 1];
    }

    /** The seconds from one row to the next. */
    public double step() {
        return step;
    }

    /** The warnings about the features, one sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** A copy of all values rounded to float, [frames, columns] row by row. */
    public float[] toFloats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** A copy of all values, one array per row: the form that {@code org.almt.Sample} takes. */
    public float[][] rows() {
        float[][] rows = new float[frames()][columns.size()];
        for (int t = 0; t < rows.length; t++) {
            for (int c = 0; c < rows[t].length; c++) {
                rows[t][c] = (float) value(t, c);
            }
        }
        return rows;
    }
}
