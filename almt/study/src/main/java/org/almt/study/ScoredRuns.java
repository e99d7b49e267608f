package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;
import org.almt.metrics.Metrics;
import org.almt.metrics.ScoreFile;
import org.almt.stats.CrossedBootstrap;
import org.almt.stats.Interval;

/**
 * Predictions of several runs of one recipe for the same samples, scored together. The results are the mean of each
 * figure over the runs, with its 95 % interval over samples and runs ({@link CrossedBootstrap}).
 */
public final class ScoredRuns {
    /** Determines the samples and runs of each replicate. It is the same for all recipes, so differences are paired. */
    private static final long RESAMPLING_SEED = 1;

    private final DatasetKind kind;
    private final List<Path> files;
    private final List<ScoreFile> runs;

    private ScoredRuns(DatasetKind kind, List<Path> files, List<ScoreFile> runs) {
        this.kind = kind;
        this.files = files;
        this.runs = runs;
    }

    /**
     * Reads one file per run.
     *
     * @throws IOException if a file is not a table of predictions, or is for other samples than the first
     */
    public static ScoredRuns read(DatasetKind kind, List<Path> files) throws IOException {
        List<ScoreFile> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(ScoreFile.read(file));
        }
        ScoredRuns scored = new ScoredRuns(kind, List.copyOf(files), runs);
        for (int i = 1; i < runs.size(); i++) {
            scored.requireSamples(files.get(i), runs.get(i));
        }
        return scored;
    }

    private void requireSamples(Path file, ScoreFile other) throws IOException {
        ScoreFile first = runs.getFirst();
        if (!other.ids().equals(first.ids()) || !Arrays.equals(other.labels(), first.labels())) {
            throw new IOException("score: " + file + " and " + files.getFirst() + " are for different samples; ids and"
                    + " labels must be the same, in the same order");
        }
    }

    /** The number of samples that each run predicted. */
    public int samples() {
        return runs.getFirst().ids().size();
    }

    /** The mean of each figure over the runs, with its interval. */
    public SequencedMap<String, Interval> means() {
        CrossedBootstrap bootstrap = bootstrap();
        double[][] values = values();
        double[][][] replicates = replicates(bootstrap);
        SequencedMap<String, Interval> means = new LinkedHashMap<>();
        for (String name : names()) {
            int f = means.size();
            means.put(name, bootstrap.mean(values[f], replicates[f]));
        }
        return means;
    }

    /**
     * The mean difference of each figure, these runs minus others, paired by run and sample.
     *
     * @throws IOException if the others are for other samples, or have another number of runs
     */
    public SequencedMap<String, Interval> differences(ScoredRuns others) throws IOException {
        requireSamples(others.files.getFirst(), others.runs.getFirst());
        if (others.runs.size() != runs.size()) {
            throw new IOException("score: " + runs.size() + " runs and " + others.runs.size() + " to compare them with;"
                    + " as many are needed, the same seed at the same place");
        }
        CrossedBootstrap bootstrap = bootstrap();
        double[][] values = values();
        double[][] otherValues = others.values();
        double[][][] replicates = replicates(bootstrap);
        double[][][] otherReplicates = others.replicates(bootstrap);
        SequencedMap<String, Interval> differences = new LinkedHashMap<>();
        for (String name : names()) {
            int f = differences.size();
            differences.put(name, bootstrap.difference(values[f], replicates[f], otherValues[f], otherReplicates[f]));
        }
        return differences;
    }

    private CrossedBootstrap bootstrap() {
        return new CrossedBootstrap(samples(), runs.size(), RESAMPLING_SEED);
    }

    private List<String> names() {
        int[] all = new int[samples()];
        Arrays.setAll(all, i -> i);
        return List.copyOf(metrics(runs.getFirst(), all).values().keySet());
    }

    /** [figures, runs]. */
    private double[][] values() {
        int[] all = new int[samples()];
        Arrays.setAll(all, i -> i);
        double[][] values = new double[names().size()][runs.size()];
        for (int run = 0; run < runs.size(); run++) {
            double[] figures = figures(runs.get(run), all);
            for (int f = 0; f < figures.length; f++) {
                values[f][run] = figures[f];
            }
        }
        return values;
    }

    /** [figures, runs, replicates]. */
    private double[][][] replicates(CrossedBootstrap bootstrap) {
        double[][][] replicates = new double[names().size()][runs.size()][];
        for (int run = 0; run < runs.size(); run++) {
            ScoreFile file = runs.get(run);
            double[][] figures = bootstrap.replicates(samples -> figures(file, samples));
            for (int f = 0; f < figures.length; f++) {
                replicates[f][run] = figures[f];
            }
        }
        return replicates;
    }

    private double[] figures(ScoreFile file, int[] samples) {
        return metrics(file, samples).values().values().stream().mapToDouble(value -> value).toArray();
    }

    private Metrics metrics(ScoreFile file, int[] samples) {
        float[] predictions = new float[samples.length];
        float[] labels = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            predictions[i] = file.predictions()[samples[i]];
            labels[i] = file.labels()[samples[i]];
        }
        return Metrics.of(kind, predictions, labels);
    }
}
