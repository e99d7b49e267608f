package org.almt.metrics;

import org.almt.data.Split;
import org.almt.input.DatasetKind;

/**
 * A simple predictor that a figure can be read against.
 *
 * <p>Threads: many may use it while none changes it.
 */
public sealed interface Baseline permits ConstantBaseline, LanguageOnlyBaseline {
    /** What it is, in a few words. */
    String description();

    /** One prediction for each sample of a split, in its order. */
    float[] predict(Split split);

    /**
     * Mean absolute error on a split, of values as they are, whatever the kind of data: what baselines are fitted by.
     */
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
