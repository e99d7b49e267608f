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
 * The figures by which predictions of sentiment are judged, under MMSA's names and in its order, unrounded.
 *
 * <p>MOSI and MOSEI: {@code Has0_acc_2}, {@code Has0_F1_score} (negative against not negative), {@code Non0_acc_2},
 * {@code Non0_F1_score} (negative against positive, over samples whose label is not zero), {@code Mult_acc_5}, {@code
 * Mult_acc_7}, {@code MAE}, {@code Corr}. In papers "a/b" stands for has0/non0. CH-SIMS: {@code Mult_acc_2}, {@code
 * Mult_acc_3}, {@code Mult_acc_5}, {@code F1_score}, {@code MAE}, {@code Corr}.
 *
 * <p>Odd cases. Constant predictions or labels make {@code Corr} NaN; without a label other than zero the {@code Non0}
 * figures are NaN. A NaN prediction makes {@code MAE} and {@code Corr} NaN and matches nothing: it is counted, and
 * wrong, in every accuracy. (MMSA's {@code nan >= 0} would call it negative, and right for negative labels.)
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param kind whose metrics these are
 * @param values the figures by name
 * @param swappedF1 the F1 figures with predictions and labels exchanged, by the same names, so that classes weigh as
 *     often as they are predicted: what MMSA computed until 2021 and ALMT's code until 2025, and so what the F1 columns
 *     of ALMT's and many other published tables hold. For comparison with those only.
 */
public record Metrics(
        DatasetKind kind, SequencedMap<String, Double> values, SequencedMap<String, Double> swappedF1) {
    /** Name of the mean absolute error. */
    public static final String MAE = "MAE";
    /** Name of Pearson's correlation. */
    public static final String CORR = "Corr";

    private static final double DECIMALS = 1e4;

    /** Keeps copies that cannot change. */
    public Metrics {
        Objects.requireNonNull(kind);
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        swappedF1 = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(swappedF1));
    }

    /**
     * The metrics of predictions.
     *
     * @param predictions one for each sample; any value, NaN included
     * @param labels one for each sample, in the same order; any value but NaN
     * @throws IllegalArgumentException when there are no samples, the counts differ, or a label is NaN
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
     * @throws IllegalArgumentException when there is none of that name
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

    /** The figures rounded to four decimals, as MMSA prints them. */
    public SequencedMap<String, Double> rounded() {
        SequencedMap<String, Double> rounded = new LinkedHashMap<>();
        values.forEach((name, value) -> rounded.put(name, round(value)));
        return rounded;
    }

    /** A figure rounded to four decimals, halves to even; NaN stays NaN. */
    public static double round(double value) {
        return Math.rint(value * DECIMALS) / DECIMALS;
    }

    /** In one line, with four decimals: {@code MAE 0.7130  Corr 0.7942  …}. */
    @Override
    public String toString() {
        StringJoiner line = new StringJoiner("  ");
        for (Map.Entry<String, Double> entry : rounded().entrySet()) {
            line.add(entry.getKey() + " " + String.format(Locale.ROOT, "%.4f", entry.getValue()));
        }
        return line.toString();
    }

    /**
     * What one sample adds to the mean absolute error: |p - y| in float; for CH-SIMS of p and y clipped to [-1, 1], as
     * its metrics have it. NaN where the prediction is.
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

    /** A value moved into [-limit, limit]; NaN stays NaN. */
    static float clip(float value, float limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
