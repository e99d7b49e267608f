package org.almt.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The measurement of one {@link Case}, in one fork or in several.
 *
 * @param micros microseconds of an operation, the mean of each iteration
 * @param bytes bytes that one operation allocates on the Java heap, in the median iteration, because C2 may not have
 *     finished before early ones; NaN if not measured
 */
record Figure(List<Double> micros, double bytes) {
    /**
     * The time of the iteration that was disturbed least. Other programs share the machine, and can only make it
     * slower.
     */
    double best() {
        return micros.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    /** The noise of this figure: how much longer the median iteration took than the best, as a fraction of the best. */
    double spread() {
        return median(micros) / best() - 1;
    }

    static double median(List<Double> values) {
        return values.isEmpty() ? Double.NaN : values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Both measurements together. */
    Figure and(Figure other) {
        List<Double> all = new ArrayList<>(micros);
        all.addAll(other.micros);
        return new Figure(all, Double.isNaN(bytes) ? other.bytes : bytes);
    }
}
