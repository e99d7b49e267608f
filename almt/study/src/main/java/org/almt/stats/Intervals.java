package org.almt.stats;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * RunFigures of one model over the samples of a split, with intervals that follow from nothing but these. Of very few
 * samples there is no interval, its ends are NaN: resamples of one sample are all equal, and would seem to leave no
 * doubt.
 */
public final class Intervals {
    /**
     * Samples from which on there is an interval. The most extreme of n is all that a resample holds with probability
     * n<sup>-n</sup>: 1/4 of two and 1/27 of three, whose percentiles of 2.5 are the extremes themselves; 1/3125 of
     * five.
     */
    public static final int LEAST = 5;

    private static final long SEED = 1;

    private Intervals() {}

    /**
     * Of a figure that is computed from chosen samples; without ends where there are fewer than {@link #LEAST}.
     *
     * @param samples how many there are, at least one
     * @param figure of the samples of these numbers, some of them more than once
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

    /** Of the mean of numbers, one for each sample; NaN if there are none. */
    public static Interval ofMean(double... values) {
        return values.length == 0
                ? new Interval(Double.NaN, Double.NaN, Double.NaN)
                : of(values.length, chosen -> Moments.mean(IntStream.of(chosen).mapToDouble(i -> values[i]).toArray()));
    }
}
