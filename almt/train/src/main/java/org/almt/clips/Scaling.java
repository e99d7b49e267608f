package org.almt.clips;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The standardisation of features: (x - mean) / deviation for each column, computed from the real frames of a training
 * split.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param means one per column
 * @param deviations one per column, 1 where a column hardly varies
 */
public record Scaling(double[] means, double[] deviations) {
    /** A column with a deviation below this counts as constant. */
    private static final double CONSTANT = 1e-6;

    /** Sums columns, row by row. */
    static final class Sums {
        private final double[] sums;
        private final double[] squares;
        private final double[] shifts;
        private long rows;

        Sums(int columns) {
            sums = new double[columns];
            squares = new double[columns];
            shifts = new double[columns];
        }

        /**
         * Adds rows [frames, columns]. The squares are those of the distance to the first row, which keeps cancellation
         * small.
         *
         * @param marks the number of rows at each end that are left out
         */
        void add(float[] values, int marks) {
            int frames = values.length / sums.length;
            for (int t = marks; t < frames - marks; t++) {
                for (int c = 0; c < sums.length; c++) {
                    double x = values[t * sums.length + c];
                    if (rows == 0) {
                        shifts[c] = x;
                    }
                    double d = x - shifts[c];
                    sums[c] += d;
                    squares[c] += d * d;
                }
                rows++;
            }
        }

        Scaling scaling() {
            double[] means = new double[sums.length];
            double[] deviations = new double[sums.length];
            for (int c = 0; c < means.length; c++) {
                double mean = rows == 0 ? 0 : sums[c] / rows;
                double variance = rows == 0 ? 0 : Math.max(0, squares[c] / rows - mean * mean);
                means[c] = shifts[c] + mean;
                deviations[c] = Math.sqrt(variance) < CONSTANT ? 1 : Math.sqrt(variance);
            }
            return new Scaling(means, deviations);
        }
    }

    /**
     * Standardises rows [frames, columns] in place.
     *
     * @param marks the number of rows at each end that are not changed
     */
    public void apply(float[] values, int marks) {
        for (int i = marks * means.length; i < values.length - marks * means.length; i++) {
            int c = i % means.length;
            values[i] = (float) ((values[i] - means[c]) / deviations[c]);
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mean", list(means));
        map.put("deviation", list(deviations));
        return map;
    }

    static Scaling of(Map<?, ?> map) {
        double[] means = numbers(map.get("mean"), "mean");
        double[] deviations = numbers(map.get("deviation"), "deviation");
        if (means.length != deviations.length) {
            throw new IllegalArgumentException("standardisation has " + means.length + " means and " + deviations.length
                    + " deviations");
        }
        for (int c = 0; c < means.length; c++) {
            if (!Double.isFinite(means[c]) || !Double.isFinite(deviations[c]) || !(deviations[c] > 0)) {
                throw new IllegalArgumentException("standardisation: column " + c + " has the mean " + means[c]
                        + " and the deviation " + deviations[c] + "; both must be finite, and the deviation above 0");
            }
        }
        return new Scaling(means, deviations);
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return list;
    }

    private static double[] numbers(@Nullable Object value, String name) {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(each -> each instanceof Number)) {
            throw new IllegalArgumentException("standardisation: '" + name + "' must be a list of numbers");
        }
        return list.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    /** Whether both hold the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scaling same && Arrays.equals(means, same.means)
                && Arrays.equals(deviations, same.deviations);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(means) + Arrays.hashCode(deviations);
    }

    /** For example {@code means [0.5], deviations [1.0]}. */
    @Override
    public String toString() {
        return "means " + Arrays.toString(means) + ", deviations " + Arrays.toString(deviations);
    }
}
