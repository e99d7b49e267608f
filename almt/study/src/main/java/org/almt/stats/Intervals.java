package org.almt.stats;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Figures of one model over the samples of a split, with intervals computed from these samples alone. With very few
 * samples there is no interval, and its ends are NaN: the resamples of one sample are all equal, and would suggest
 * certainty.
 */
public final class Intervals {
    /**
     * The fewest samples for an interval. A resample of n samples contains only the most extreme one with probability
     * n<sup>-n</sup>. This is 1/4 for two and 1/27 for three, for which the percentiles of 2.5 are the extremes
     * themselves. For five it is 1/3125.
     */
    public static final int LEAST = 5;

    private static final long SEED = 1;

    private Intervals() {}

    /**
     * The interval of a figure that is computed from chosen samples; without ends for fewer than {@link #LEAST}
     * samples.
     *
     * @param samples the number of samples, at least one
     *
     * @param figure the figure of the samples with the given indices, which may be repeated
     */
    public static Interval of(int samples, ToDoubleFunction<int[]> figure) {
        double value = figure.applyAsDouble(IntStream.range(0, samples).toArray());
        if (samples < LEAST) {
            return new Interval(value, Double.NaN, Double.NaN);
        }
        CrossedBootstrap bootstrap = new CrossedBootstrap(samples, 1, SEED);
        double[] again = bootstrap.replicates(chosen -> new double[] {figure.applyAsDouble(chosen)})[0];
        return bootstrap.mean(new double[] {value}, new double[][] {again});
    }

    /** The interval of the mean of numbers, one for each sample; NaN if there are none. */
    public static Interval ofMean(double... values) {
        return values.length == 0
                ? new Interval(Double.NaN, Double.NaN, Double.NaN)
                : of(values.length, chosen -> Moments.mean(IntStream.of(chosen).mapToDouble(i -> values[i]).toArray()));
    }
}
