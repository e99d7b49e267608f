package org.almt.explain;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.almt.core.random.RandomStream;

/**
 * A figure over the samples of a split and its 95 % interval by the percentile bootstrap (Efron, 1979): the figure of
 * {@value #DRAWS} resamples with replacement, of which the middle 95 % are kept. The draws depend on nothing but the
 * number of samples.
 *
 * @param value over all samples
 * @param low 2.5 % of resamples are lower
 * @param high 2.5 % of resamples are higher
 */
public record Interval(double value, double low, double high) {
    static final int DRAWS = 2000;
    private static final long SEED = 1;
    private static final long PURPOSE = 0x626F6F74; // "boot"
    private static final double TAIL = 0.025;

    /**
     * Of a figure that is computed from chosen samples.
     *
     * @param samples how many there are
     * @param figure of the samples of these numbers, some of them more than once
     */
    public static Interval of(int samples, ToDoubleFunction<int[]> figure) {
        double value = figure.applyAsDouble(IntStream.range(0, samples).toArray());
        RandomStream random = new RandomStream(SEED, PURPOSE);
        double[] drawn = new double[DRAWS];
        int[] chosen = new int[samples];
        for (int i = 0; i < DRAWS; i++) {
            for (int k = 0; k < samples; k++) {
                chosen[k] = random.nextInt(samples);
            }
            drawn[i] = figure.applyAsDouble(chosen);
        }
        Arrays.sort(drawn);
        return new Interval(value, quantile(drawn, TAIL), quantile(drawn, 1 - TAIL));
    }

    /** Of the mean of numbers, one for each sample. */
    public static Interval ofMean(double... values) {
        return values.length == 0
                ? new Interval(Double.NaN, Double.NaN, Double.NaN)
                : of(values.length, chosen -> {
                    double sum = 0;
                    for (int i : chosen) {
                        sum += values[i];
                    }
                    return sum / chosen.length;
                });
    }

    /** The mean of numbers. */
    static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.rint(share * (sorted.length - 1))];
    }

    /** Whether a value lies outside. */
    public boolean excludes(double other) {
        return other < low || other > high;
    }
}
