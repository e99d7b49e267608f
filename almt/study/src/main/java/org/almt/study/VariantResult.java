package org.almt.study;

import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.almt.stats.Moments;

/**
 * The result of one variant.
 *
 * @param variant the variant
 *
 * @param parameters the number of parameters of its model
 *
 * @param seconds the training time of each run
 *
 * @param epochs the number of epochs of a run
 *
 * @param bestEpochs the best epoch of each run
 *
 * @param figures test metrics, then measures, by name
 *
 * @param bestTestEpochs the mean over seeds of the best test figure of any epoch, by metric. They are selected on the
 *         test split, so they are not results. Empty if runs were not tested after each epoch
 */
public record VariantResult(
        Arm variant, long parameters, double[] seconds, long epochs, long[] bestEpochs,
        SequencedMap<String, FigureSummary> figures, Map<String, Double> bestTestEpochs) {
    /** A figure by its name. */
    public FigureSummary figure(String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    /** The mean time over runs. */
    public double secondsPerRun() {
        return Moments.mean(seconds);
    }
}
