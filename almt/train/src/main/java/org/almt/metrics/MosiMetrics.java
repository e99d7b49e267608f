package org.almt.metrics;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;

/** The metrics of CMU-MOSI and CMU-MOSEI: classes by sign and by rounding to whole numbers. */
final class MosiMetrics {
    private static final int NEGATIVE = 0;
    private static final int OTHER = 1;

    private MosiMetrics() {}

    static Metrics of(DatasetKind kind, float[] predictions, float[] labels) {
        ClassCounts has0 = new ClassCounts(2);
        ClassCounts non0 = new ClassCounts(2);
        for (int i = 0; i < labels.length; i++) {
            float p = predictions[i];
            float y = labels[i];
            has0.add(binary(p, p >= 0), binary(y, y >= 0));
            if (y != 0) {
                non0.add(binary(p, p > 0), binary(y, y > 0));
            }
        }
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        values.put("Has0_acc_2", has0.accuracy());
        values.put("Has0_F1_score", has0.weightedF1());
        values.put("Non0_acc_2", non0.accuracy());
        values.put("Non0_F1_score", non0.weightedF1());
        values.put("Mult_acc_5", roundedAccuracy(predictions, labels, 2));
        values.put("Mult_acc_7", roundedAccuracy(predictions, labels, 3));
        values.put(Metrics.MAE, Metrics.meanAbsoluteError(kind, predictions, labels));
        values.put(Metrics.CORR, Pearson.correlation(predictions, labels));

        SequencedMap<String, Double> swapped = new LinkedHashMap<>();
        swapped.put("Has0_F1_score", has0.swappedF1());
        swapped.put("Non0_F1_score", non0.swappedF1());
        return new Metrics(kind, values, swapped);
    }

    private static int binary(float value, boolean other) {
        return Float.isNaN(value) ? ClassCounts.NO_CLASS : other ? OTHER : NEGATIVE;
    }

    /**
     * The fraction of samples whose prediction and label, clipped to [-limit, limit], round (half to even) to the same
     * number.
     */
    private static double roundedAccuracy(float[] predictions, float[] labels, float limit) {
        int hits = 0;
        for (int i = 0; i < labels.length; i++) {
            // == on numbers: NaN is not equal to anything, and -0.0 equals 0.0
            if (Math.rint(Metrics.clip(predictions[i], limit)) == Math.rint(Metrics.clip(labels[i], limit))) {
                hits++;
            }
        }
        return (double) hits / labels.length;
    }
}
