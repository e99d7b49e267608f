package org.almt.explain;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.almt.stats.CrossedBootstrap;
import org.almt.stats.Interval;
import org.almt.stats.Moments;

/** Figures of one model over the samples of a split, with intervals that follow from nothing but these. */
final class Intervals {
    private static final long SEED = 1;

    private Intervals() {}

    /**
     * Of a figure that is computed from chosen samples.
     *
     * @param samples how many there are, at least one
     * @param figure of the samples of these numbers, some of them more than once
     */
    static Interval of(int samples, ToDoubleFunction<int[]> figure) {
        CrossedBootstrap bootstrap = new CrossedBootstrap(samples, 1, SEED);
        double value = figure.applyAsDouble(IntStream.range(0, samples).toArray());
        double[] again = bootstrap.replicates(chosen -> new double[] {figure.applyAsDouble(chosen)})[0];
        return bootstrap.mean(new double[] {value}, new double[][] {again});
    }

    /** Of the mean of numbers, one for each sample; NaN where there are none. */
    static Interval ofMean(double... values) {
        return values.length == 0
                ? new Interval(Double.NaN, Double.NaN, Double.NaN)
                : of(values.length, chosen -> Moments.mean(IntStream.of(chosen).mapToDouble(i -> values[i]).toArray()));
    }
}
