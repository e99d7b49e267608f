package org.almt.study;

import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.almt.stats.Moments;

/**
 * What one variant came to.
 *
 * @param variant which
 * @param parameters how many numbers its model holds
 * @param seconds of each run's training
 * @param bestEpochs of each run
 * @param figures test metrics, then measures, by name
 * @param bestTestEpochs the mean over seeds of the best test figure of any epoch, by metric: chosen on the test split,
 *     so that they are no results; empty if runs were not tested after each epoch
 */
public record VariantResult(
        Arm variant, long parameters, double[] seconds, long[] bestEpochs,
        SequencedMap<String, FigureSummary> figures, Map<String, Double> bestTestEpochs) {
    /** A figure by its name. */
    public FigureSummary figure(String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    /** Mean over runs. */
    public double secondsPerRun() {
        return Moments.mean(seconds);
    }
}
