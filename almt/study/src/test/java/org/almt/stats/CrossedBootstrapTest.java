package org.almt.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against intervals that are known in closed form, and against how often intervals hold the truth. */
class CrossedBootstrapTest {
    /** Two-sided 95 % of the normal distribution. */
    private static final double Z = 1.959964;

    private static double[] gaussians(Random random, int n, double mean, double deviation) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> mean + deviation * random.nextGaussian());
        return values;
    }

    /** The mean of a run's values over samples: its variance is known. */
    private static RunFigures mean(double[] ofSample) {
        return samples -> {
            double sum = 0;
            for (int sample : samples) {
                sum += ofSample[sample];
            }
            return new double[] {sum / samples.length};
        };
    }

    private static int[] all(int n) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static Interval interval(CrossedBootstrap bootstrap, double[][] runs) {
        double[] values = new double[runs.length];
        double[][] again = new double[runs.length][];
        for (int run = 0; run < runs.length; run++) {
            values[run] = mean(runs[run]).of(all(runs[run].length))[0];
            again[run] = bootstrap.replicates(mean(runs[run]))[0];
        }
        return bootstrap.mean(values, again);
    }

    @Test
    void oneRunHasTheNormalIntervalOfAMean() {
        int n = 400;
        double[] values = gaussians(new Random(5), n, 2, 3);
        Interval interval = interval(new CrossedBootstrap(n, 1, 1), new double[][] {values});
        double half = Z * Moments.deviation(values) / Math.sqrt(n);
        assertEquals(Moments.mean(values), interval.value(), 1e-12);
        assertEquals(interval.value() - half, interval.low(), 0.08 * half);
        assertEquals(interval.value() + half, interval.high(), 0.08 * half);
    }

    /** Runs whose samples are all alike vary by their seed alone: the mean of S runs has the variance s² / S. */
    @Test
    void manyRunsHaveTheNormalIntervalOfTheirMean() {
        int runs = 40;
        double[] effects = gaussians(new Random(6), runs, 1, 0.5);
        double[][] values = new double[runs][10];
        for (int run = 0; run < runs; run++) {
            Arrays.fill(values[run], effects[run]);
        }
        Interval interval = interval(new CrossedBootstrap(10, runs, 1), values);
        double half = Z * Moments.deviation(effects) / Math.sqrt(runs);
        assertEquals(interval.value() - half, interval.low(), 0.1 * half);
        assertEquals(interval.value() + half, interval.high(), 0.1 * half);
    }

    /** What both variants find hard is in neither end of the interval. */
    @Test
    void aDifferenceIsPaired() {
        int n = 300;
        int runs = 3;
        Random random = new Random(7);
        double[] hard = gaussians(random, n, 0, 10);
        CrossedBootstrap bootstrap = new CrossedBootstrap(n, runs, 1);
        double[] ours = new double[runs];
        double[] theirs = new double[runs];
        double[][] oursReplicates = new double[runs][];
        double[][] theirsReplicates = new double[runs][];
        for (int run = 0; run < runs; run++) {
            double luck = random.nextGaussian();
            double[] base = Arrays.stream(hard).map(value -> value + luck).toArray();
            double[] better = Arrays.stream(base).map(value -> value - 0.25).toArray();
            ours[run] = Moments.mean(better);
            theirs[run] = Moments.mean(base);
            oursReplicates[run] = bootstrap.replicates(mean(better))[0];
            theirsReplicates[run] = bootstrap.replicates(mean(base))[0];
        }
        Interval difference = bootstrap.difference(ours, oursReplicates, theirs, theirsReplicates);
        assertEquals(-0.25, difference.value(), 1e-9);
        assertEquals(-0.25, difference.low(), 1e-9);
        assertEquals(-0.25, difference.high(), 1e-9);
        assertTrue(difference.excludesZero());
    }

    /** In {@code runs} runs on 60 samples, y = truth + seed + sample + both, how often the interval holds the truth. */
    @ParameterizedTest
    @CsvSource({"1, 0, 0.90, 0.98", "5, 0.02, 0.90, 0.985", "5, 0.1, 0.84, 0.97", "3, 0.02, 0.88, 0.985"})
    void intervalsHoldTheTruthAboutAsOftenAsTheySay(int runs, double ofSeed, double least, double most) {
        int times = 200;
        int n = 60;
        Random random = new Random(11);
        int held = 0;
        for (int time = 0; time < times; time++) {
            double[] ofSample = gaussians(random, n, 0.5, 1);
            double[][] values = new double[runs][];
            for (int run = 0; run < runs; run++) {
                double seed = ofSeed * random.nextGaussian();
                values[run] = Arrays.stream(ofSample).map(value -> value + seed + 0.3 * random.nextGaussian())
                        .toArray();
            }
            Interval interval = interval(new CrossedBootstrap(n, runs, time), values);
            held += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        double coverage = (double) held / times;
        assertTrue(coverage >= least && coverage <= most, "coverage " + coverage);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[][] values = {gaussians(new Random(8), 50, 0, 1), gaussians(new Random(9), 50, 0, 1)};
        Interval once = interval(new CrossedBootstrap(50, 2, 3), values);
        assertEquals(once, interval(new CrossedBootstrap(50, 2, 3), values));
        assertTrue(!once.equals(interval(new CrossedBootstrap(50, 2, 4), values)));
    }

    @Test
    void aFigureThatIsNoNumberHasNoInterval() {
        CrossedBootstrap bootstrap = new CrossedBootstrap(5, 1, 1);
        double[][] again = {bootstrap.replicates(samples -> new double[] {Double.NaN})[0]};
        Interval interval = bootstrap.mean(new double[] {Double.NaN}, again);
        assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN},
                new double[] {interval.value(), interval.low(), interval.high()});
        assertTrue(!interval.excludesZero());
    }

    /** Replicates that happen to draw no run without a figure have one, but the mean over all runs has none. */
    @Test
    void aRunWithoutAFigureLeavesNoInterval() {
        CrossedBootstrap bootstrap = new CrossedBootstrap(5, 3, 1);
        double[] one = bootstrap.replicates(samples -> new double[] {1})[0];
        double[] none = bootstrap.replicates(samples -> new double[] {Double.NaN})[0];
        Interval interval = bootstrap.mean(new double[] {1, 1, Double.NaN}, new double[][] {one, one, none});
        assertEquals(new Interval(Double.NaN, Double.NaN, Double.NaN), interval);
    }

    @Test
    void nothingCannotBeResampled() {
        assertThrows(IllegalArgumentException.class, () -> new CrossedBootstrap(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new CrossedBootstrap(1, 0, 1));
        assertThrows(IllegalArgumentException.class,
                () -> new CrossedBootstrap(1, 2, 1).mean(new double[1], new double[1][]));
    }
}
