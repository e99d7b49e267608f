package org.almt.metrics;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;

/**
 * The metrics of CH-SIMS. All of them, including MAE and correlation, use values clipped to [-1, 1]. Classes are bins
 * closed on the right, so 0 counts as negative.
 */
final class SimsMetrics {
    // Thresholds are floats: a label of 0.1f is on the edge 0.1f, but above the double 0.1.
    private static final float[] TWO = {-1.01f, 0.0f, 1.01f};
    private static final float[] THREE = {-1.01f, -0.1f, 0.1f, 1.01f};
    static final float[] FIVE = {-1.01f, -0.7f, -0.1f, 0.1f, 0.7f, 1.01f};

    private SimsMetrics() {}

    static Metrics of(float[] predictions, float[] labels) {
        float[] p = clipped(predictions);
        float[] y = clipped(labels);
        ClassCounts two = count(p, y, TWO);
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        values.put("Mult_acc_2", two.accuracy());
        values.put("Mult_acc_3", count(p, y, THREE).accuracy());
        values.put("Mult_acc_5", count(p, y, FIVE).accuracy());
        values.put("F1_score", two.weightedF1());
        values.put(Metrics.MAE, Metrics.meanAbsoluteError(DatasetKind.SIMS, predictions, labels));
        values.put(Metrics.CORR, Pearson.correlation(p, y));

        SequencedMap<String, Double> swapped = new LinkedHashMap<>();
        swapped.put("F1_score", two.swappedF1());
        return new Metrics(DatasetKind.SIMS, values, swapped);
    }

    private static float[] clipped(float[] values) {
        float[] clipped = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            clipped[i] = Metrics.clip(values[i], DatasetKind.SIMS.labelLimit());
        }
        return clipped;
    }

    private static ClassCounts count(float[] predictions, float[] labels, float[] edges) {
        ClassCounts counts = new ClassCounts(edges.length - 1);
        for (int i = 0; i < labels.length; i++) {
            counts.add(bin(predictions[i], edges), bin(labels[i], edges));
        }
        return counts;
    }

    /** The bin (edges[c], edges[c + 1]] that contains a value; no bin contains NaN. */
    static int bin(float value, float[] edges) {
        for (int c = 0; c + 1 < edges.length; c++) {
            if (value > edges[c] && value <= edges[c + 1]) {
                return c;
            }
        }
        return ClassCounts.NO_CLASS;
    }
}
