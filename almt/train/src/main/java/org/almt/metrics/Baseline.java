package org.almt.metrics;

import org.almt.data.Split;
import org.almt.input.DatasetKind;

/**
 * A simple predictor to compare a figure with.
 *
 * <p>Threads: many may use it while none changes it.
 */
public sealed interface Baseline permits ConstantBaseline, LanguageOnlyBaseline {
    /** A short description. */
    String description();

    /** The predictions for all samples of a split, in its order. */
    float[] predict(Split split);

    /** The mean absolute error on a split, without clipping, for all kinds of data. Baselines are fitted by it. */
    default double mae(Split split) {
        return Metrics.meanAbsoluteError(DatasetKind.MOSI, predict(split), labels(split));
    }

    /** The labels of a split, in its order. */
    static float[] labels(Split split) {
        float[] labels = new float[split.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = split.label(i);
        }
        return labels;
    }
}
