package org.almt.metrics;

import java.util.Arrays;
import org.almt.data.Split;

/**
 * Predicts the same value for every sample.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param description the name of the constant
 * @param value the prediction
 */
public record ConstantBaseline(String description, float value) implements Baseline {
    /** The name of the mean of a training split's labels. */
    public static final String MEAN = "constant (train mean)";

    /** The mean of a split's labels: the constant with the least squared error. */
    public static ConstantBaseline mean(Split train) {
        double sum = 0;
        for (float label : Baseline.labels(train)) {
            sum += label;
        }
        return new ConstantBaseline(MEAN, (float) (sum / train.size()));
    }

    /** The median of a split's labels, or the mean of the middle two: the constant with the least absolute error. */
    public static ConstantBaseline median(Split train) {
        float[] labels = Baseline.labels(train);
        Arrays.sort(labels);
        float below = labels[(labels.length - 1) / 2];
        float above = labels[labels.length / 2];
        return new ConstantBaseline("constant (train median)", (float) (((double) below + above) / 2));
    }

    @Override
    public float[] predict(Split split) {
        float[] predictions = new float[split.size()];
        Arrays.fill(predictions, value);
        return predictions;
    }
}
