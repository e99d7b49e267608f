package org.almt.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.StringJoiner;
import org.almt.input.DatasetKind;

/**
 * The metrics of predictions of sentiment, under MMSA's names and in its order, unrounded.
 *
 * <p>MOSI and MOSEI: {@code Has0_acc_2}, {@code Has0_F1_score} (negative against not negative), {@code Non0_acc_2},
 * {@code Non0_F1_score} (negative against positive, over samples whose label is not zero), {@code Mult_acc_5}, {@code
 * Mult_acc_7}, {@code MAE}, {@code Corr}. In papers "a/b" stands for has0/non0. CH-SIMS: {@code Mult_acc_2}, {@code
 * Mult_acc_3}, {@code Mult_acc_5}, {@code F1_score}, {@code MAE}, {@code Corr}.
 *
 * <p>Special cases. With constant predictions or labels, {@code Corr} is NaN. Without a label other than zero, the
 * {@code Non0} figures are NaN. With a NaN prediction, {@code MAE} and {@code Corr} are NaN. It is counted as wrong in
 * every accuracy. (By MMSA's {@code nan >= 0} it would be negative, and so correct for negative labels.)
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param kind the kind of data
 * @param values the figures by name
 * @param swappedF1 the F1 figures with predictions and labels exchanged, under the same names: classes are then
 *         weighted by their frequency among the predictions. MMSA computed these until 2021 and ALMT's code until 2025,
 *         so the F1 columns of ALMT's and many other published tables contain them. Only for comparison with those
 *         tables.
 */
public record Metrics(
        DatasetKind kind, SequencedMap<String, Double> values, SequencedMap<String, Double> swappedF1) {
    /** The name of the mean absolute error. */
    public static final String MAE = "MAE";
    /** The name of Pearson's correlation. */
    public static final String CORR = "Corr";

    private static final double DECIMALS = 1e4;

    /** Keeps immutable copies. */
    public Metrics {
        Objects.requireNonNull(kind);
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        swappedF1 = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(swappedF1));
    }

    /**
     * Computes the metrics of predictions.
     *
     * @param predictions one for each sample; any value, including NaN
     * @param labels one for each sample, in the same order; any value except NaN
     * @throws IllegalArgumentException if there are no samples, the counts differ, or a label is NaN
     */
    public static Metrics of(DatasetKind kind, float[] predictions, float[] labels) {
        if (predictions.length != labels.length) {
            throw new IllegalArgumentException("metrics: " + predictions.length + " predictions for " + labels.length
                    + " labels; there must be one for each");
        }
        if (labels.length == 0) {
            throw new IllegalArgumentException("metrics: there are no samples; at least one is needed");
        }
        for (int i = 0; i < labels.length; i++) {
            if (Float.isNaN(labels[i])) {
                throw new IllegalArgumentException("metrics: label " + i + " is NaN; every label must be a number");
            }
        }
        return switch (kind) {
            case MOSI, MOSEI -> MosiMetrics.of(kind, predictions, labels);
            case SIMS -> SimsMetrics.of(predictions, labels);
        };
    }

    /**
     * One figure.
     *
     * @throws IllegalArgumentException if there is none with that name
     */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("metrics: " + kind.label() + " has no '" + name + "'; it has "
                    + String.join(", ", values.sequencedKeySet()));
        }
        return value;
    }

    /** Mean absolute error. */
    public double mae() {
        return get(MAE);
    }

    /** Pearson's correlation; NaN when predictions or labels are constant. */
    public double corr() {
        return get(CORR);
    }

    /** The figures rounded to four decimals, as printed by MMSA. */
    public SequencedMap<String, Double> rounded() {
        SequencedMap<String, Double> rounded = new LinkedHashMap<>();
        values.forEach((name, value) -> rounded.put(name, round(value)));
        return rounded;
    }

    /** Rounds a figure to four decimals, halves to even. NaN stays NaN. */
    public static double round(double value) {
        return Math.rint(value * DECIMALS) / DECIMALS;
    }

    /** All figures in one line, with four decimals: {@code MAE 0.7130  Corr 0.7942  …}. */
    @Override
    public String toString() {
        StringJoiner line = new StringJoiner("  ");
        for (Map.Entry<String, Double> entry : rounded().entrySet()) {
            line.add(entry.getKey() + " " + String.format(Locale.ROOT, "%.4f", entry.getValue()));
        }
        return line.toString();
    }

    /**
     * The term of one sample in the mean absolute error: |p - y| in float. For CH-SIMS, p and y are first clipped to
     * [-1, 1], as in its metrics. NaN for a NaN prediction.
     */
    public static float absoluteError(DatasetKind kind, float prediction, float label) {
        return switch (kind) {
            case MOSI, MOSEI -> Math.abs(prediction - label);
            case SIMS -> Math.abs(clip(prediction, kind.labelLimit()) - clip(label, kind.labelLimit()));
        };
    }

    /** The mean of the samples' absolute errors, summed in double. */
    static double meanAbsoluteError(DatasetKind kind, float[] predictions, float[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += absoluteError(kind, predictions[i], labels[i]);
        }
        return sum / labels.length;
    }

    /** Clips a value to [-limit, limit]. NaN stays NaN. */
    static float clip(float value, float limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
