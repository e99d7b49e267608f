package org.almt.data.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.almt.data.column.Key;
import org.almt.data.inspect.ArrayStatistics.Bar;
import org.almt.data.inspect.ArrayStatistics.Spread;
import org.almt.input.TokenRow;
import org.jspecify.annotations.Nullable;

/** Computes the statistics of one array while the file is read. It stores one bit per row, and labels. */
final class StatisticsCollector {
    /** The most rows that are counted (32 MiB of bits), and the most labels of a histogram. */
    private static final long MAX_ROWS = 1L << 28;
    private static final int MAX_LABELS = 1 << 20;

    private final long[] shape;
    private final long count;
    private final boolean fortran;
    private final boolean tokenMask;
    private final Consumer<ArrayStatistics> whenDone;
    private final long rows;
    private @Nullable BitSet nonZero;
    private int @Nullable [] tokens;
    private float @Nullable [] labels;
    private long seen;
    private long nan;
    private long positive;
    private long negative;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;

    /**
     * Prepares for an array.
     *
     * @param key its name, by which labels and BERT's input are recognised
     * @param fortran whether elements arrive with the first index fastest
     * @param whenDone receives the result after the last element
     */
    StatisticsCollector(String key, long[] shape, boolean fortran, Consumer<ArrayStatistics> whenDone) {
        this.shape = shape;
        this.count = Arrays.stream(shape).anyMatch(size -> size == 0)
                ? 0
                : Arrays.stream(shape).reduce(1, Math::multiplyExact);
        this.fortran = fortran && shape.length > 1;
        this.whenDone = whenDone;
        long candidates = shape.length < 2 || count == 0 ? -1 : count / shape[shape.length - 1];
        this.rows = candidates > MAX_ROWS ? -1 : candidates;
        this.tokenMask =
                key.equals(Key.TEXT_BERT.key) && shape.length == 3 && shape[1] == 3 && !this.fortran && rows > 0;
        this.labels = key.contains("label") && shape.length == 1 && count <= MAX_LABELS ? new float[0] : null;
        if (count == 0) {
            whenDone.accept(result());
        }
    }

    /** Adds the next elements. */
    void add(float[] values, int length) {
        if (seen == 0) {
            nonZero = rows > 0 ? new BitSet((int) rows) : null;
            tokens = tokenMask ? new int[(int) shape[0]] : null;
        }
        if (labels != null) {
            int before = labels.length;
            labels = Arrays.copyOf(labels, before + length);
            System.arraycopy(values, 0, labels, before, length);
        }
        long width = shape.length == 0 ? 1 : shape[shape.length - 1];
        for (int i = 0; i < length; i++) {
            float value = values[i];
            if (Float.isNaN(value)) {
                nan++;
            } else if (Float.isInfinite(value)) {
                positive += value > 0 ? 1 : 0;
                negative += value < 0 ? 1 : 0;
            } else {
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value;
            }
            if (value != 0 && nonZero != null) {
                int row = fortran ? rowInCOrder((seen + i) % rows) : (int) ((seen + i) / width);
                nonZero.set(row);
                if (tokens != null && row % 3 == TokenRow.MASK.ordinal()) {
                    tokens[row / 3]++;
                }
            }
        }
        seen += length;
        if (seen == count) {
            whenDone.accept(result());
            nonZero = null;
        }
    }

    /**
     * The row of an element. In Fortran order, the indices before the last run over all rows, the first index fastest.
     */
    private int rowInCOrder(long element) {
        long row = 0;
        long left = element;
        long stride = rows;
        for (int d = 0; d < shape.length - 1; d++) {
            stride /= shape[d];
            row += left % shape[d] * stride;
            left /= shape[d];
        }
        return (int) row;
    }

    private ArrayStatistics result() {
        long finite = count - nan - positive - negative;
        Spread range = finite == 0 ? null : new Spread(min, sum / finite, max);
        BitSet marked = nonZero;
        long zeroRows = marked == null ? -1 : rows - marked.cardinality();
        Spread used = shape.length == 3 && marked != null && !tokenMask ? usedRows(marked) : null;
        return new ArrayStatistics(count, nan, positive, negative, range, zeroRows < 0 ? -1 : rows, zeroRows, used,
                tokens == null ? null : spread(tokens), histogram());
    }

    private Spread usedRows(BitSet marked) {
        int perSample = (int) shape[1];
        int[] used = new int[(int) shape[0]];
        for (int i = 0; i < used.length; i++) {
            int end = (i + 1) * perSample;
            used[i] = Math.max(0, marked.previousSetBit(end - 1) + 1 - i * perSample);
        }
        return spread(used);
    }

    private static Spread spread(int[] values) {
        var summary = Arrays.stream(values).summaryStatistics();
        return new Spread(summary.getMin(), summary.getAverage(), summary.getMax());
    }

    /**
     * The bars: one fifth apart if labels lie within [-1, 1], one apart up to a span of 20, otherwise about ten bars.
     */
    private List<Bar> histogram() {
        if (labels == null || !(max >= min)) {
            return List.of();
        }
        double span = Math.max(Math.abs(min), Math.abs(max));
        double step = span <= 1 ? 0.2 : span <= 10 ? 1 : span / 5;
        Map<Long, Long> bars = new TreeMap<>();
        for (float label : labels) {
            if (Float.isFinite(label)) {
                bars.merge((long) Math.rint(label / step), 1L, Long::sum);
            }
        }
        List<Bar> histogram = new ArrayList<>();
        bars.forEach((index, number) -> histogram.add(new Bar(Math.rint(index * step * 1e6) / 1e6, number)));
        return histogram;
    }
}
