package org.almt.stats;

import java.util.Arrays;
import org.almt.core.random.RandomStream;

/**
 * Intervals for means over S runs (seeds) of figures on N test samples, where all runs are tested on the same samples.
 * Each of R replicates draws N of the samples with replacement, and S - 1 of the runs with replacement (a single run is
 * always drawn). Drawing one run less makes the variance between runs equal to s² / S (Rao and Wu, JASA 83, 1988). The
 * variance of crossed factors drawn independently is in expectation not less than the true one (Owen, Annals of Applied
 * Statistics 1, 2007). This does not hold for percentiles of few runs: see below. The interval lies between percentiles
 * of the replicates.
 *
 * <p>The samples and runs of a replicate depend only on the seed. So the difference of two variants is computed on the
 * same samples and the same seeds: it is paired, and difficulty common to both cancels.
 *
 * <p>The coverage of 95 % intervals was simulated 1,000 times for means over N = 200 samples of variance 1
 * ({@code CrossedBootstrapTest} checks a part of this, with fewer samples and repetitions). If the variation is that of
 * samples, it is .94 to .95. If runs vary 1.5 times as much as the mean over samples, it is .92 with 3 runs, .94 with
 * 5, .95 with 10. If only runs vary, it is .77 with 3 runs, .88 with 5, .92 with 10. So with few runs that vary much,
 * intervals are too narrow: percentiles do not correct for few runs as Student's t does.
 */
public final class CrossedBootstrap {
    /** The number of replicates. The ends of an interval then vary by some 2 % of its length. */
    public static final int REPLICATES = 2000;
    /** The nominal coverage of the intervals. */
    public static final double CONFIDENCE = 0.95;

    /** Separates these numbers from all other uses of a seed. */
    private static final long PURPOSE = 0x424F4F54L;
    private static final long SAMPLES = 0;
    private static final long RUNS = 1;

    private final int runs;
    private final int[][] drawnSamples;
    private final int[][] drawnRuns;

    /** Draws the replicates for the given numbers of samples and runs. */
    public CrossedBootstrap(int samples, int runs, long seed) {
        if (samples < 1 || runs < 1) {
            throw new IllegalArgumentException(
                    "bootstrap: " + samples + " samples and " + runs + " runs; at least one of each is needed");
        }
        this.runs = runs;
        RandomStream stream = new RandomStream(seed, PURPOSE);
        drawnSamples = draw(samples, samples, stream.fork(SAMPLES));
        drawnRuns = runs == 1 ? new int[REPLICATES][1] : draw(runs, runs - 1, stream.fork(RUNS));
    }

    private static int[][] draw(int of, int count, RandomStream stream) {
        int[][] drawn = new int[REPLICATES][count];
        for (int r = 0; r < REPLICATES; r++) {
            stream.seek(r);
            for (int i = 0; i < count; i++) {
                drawn[r][i] = stream.nextInt(of);
            }
        }
        return drawn;
    }

    /** The figures of one run on the samples of every replicate, [figures, R]. */
    public double[][] replicates(RunFigures run) {
        double[][] values = {};
        for (int r = 0; r < REPLICATES; r++) {
            double[] figures = run.of(drawnSamples[r]);
            if (r == 0) {
                values = new double[figures.length][REPLICATES];
            }
            for (int f = 0; f < figures.length; f++) {
                values[f][r] = figures[f];
            }
        }
        return values;
    }

    /**
     * The interval of the mean over runs; all NaN if a run has no figure.
     *
     * @param values the figure of each run, [S]
     * @param replicates the figure of each run in each replicate, [S, R]
     */
    public Interval mean(double[] values, double[][] replicates) {
        requireRuns(values.length);
        requireRuns(replicates.length);
        double value = Moments.mean(values);
        if (Double.isNaN(value)) {
            return new Interval(value, value, value);
        }
        double[] means = new double[REPLICATES];
        for (int r = 0; r < REPLICATES; r++) {
            double sum = 0;
            for (int run : drawnRuns[r]) {
                sum += replicates[run][r];
            }
            means[r] = sum / drawnRuns[r].length;
        }
        double tail = (1 - CONFIDENCE) / 2;
        double[] sorted = Arrays.stream(means).filter(Double::isFinite).sorted().toArray();
        return new Interval(value, quantile(sorted, tail), quantile(sorted, 1 - tail));
    }

    /** The interval of the mean difference {@code ours - theirs}, paired by run and sample. */
    public Interval difference(double[] ours, double[][] oursReplicates, double[] theirs, double[][] theirsReplicates) {
        double[] values = minus(ours, theirs);
        double[][] replicates = new double[runs][];
        for (int run = 0; run < runs; run++) {
            replicates[run] = minus(oursReplicates[run], theirsReplicates[run]);
        }
        return mean(values, replicates);
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /**
     * A quantile, linear between neighbours. A figure that no replicate has, such as a correlation of constants, has no
     * quantile.
     */
    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private void requireRuns(int count) {
        if (count != runs) {
            throw new IllegalArgumentException("bootstrap: figures of " + count + " runs, expected " + runs);
        }
    }
}
