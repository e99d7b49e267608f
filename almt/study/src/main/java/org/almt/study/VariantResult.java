package org.almt.study;

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
 */
public record VariantResult(
        Arm variant, long parameters, double[] seconds, long[] bestEpochs,
        SequencedMap<String, FigureSummary> figures) {
    /** A figure by its name. */
    public FigureSummary figure(String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    /** Mean over runs. */
    public double secondsPerRun() {
        return Moments.mean(seconds);
    }
}
