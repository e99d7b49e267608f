package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.input.DatasetKind;
import org.almt.metrics.Metrics;
import org.almt.stats.CrossedBootstrap;
import org.almt.stats.Interval;
import org.almt.stats.Moments;
import org.almt.stats.RunFigures;
import org.jspecify.annotations.Nullable;

/**
 * The results of a study. A figure of a run is a test metric, or the mean over test samples of a measure. Intervals
 * come from {@link CrossedBootstrap} over test samples and seeds. Differences between variants are paired by seed and
 * sample.
 *
 * @param study the study
 *
 * @param data a short description of the data
 *
 * @param kind the kind of metrics
 *
 * @param samples the number of test samples
 *
 * @param variants the results of variants, in the study's order
 *
 * @param constant the test metrics of a constant, the mean of the training labels; empty in runs of older versions
 *
 * @param points the points of all curves, curve by curve and variant by variant
 */
public record StudyResults(
        Study study, String data, DatasetKind kind, int samples, List<VariantResult> variants,
        Map<String, Double> constant, List<CurvePoint> points) {
    /** Determines the samples and seeds of each replicate; the same for every study. */
    private static final long RESAMPLING_SEED = 1;

    /**
     * Reads all runs of a study, which must be finished.
     *
     * @throws IOException naming a file that is missing or damaged
     */
    public static StudyResults of(StudyFolder folder, Study study, String data, DatasetKind kind) throws IOException {
        return new Reading(folder, study, kind).read(data);
    }

    /** Reads each run once, and resamples each figure once. */
    private static final class Reading {
        private final StudyFolder folder;
        private final Study study;
        private final DatasetKind kind;
        private final List<String> metrics;
        private final Map<Path, RunResult> runs = new HashMap<>();
        private List<String> ids = List.of();
        @SuppressWarnings("NullAway.Init") // by read(), before anything is resampled
        private CrossedBootstrap bootstrap;

        /** The figures of a variant for each run, [figures][S], and their replicates, [figures][S][R]. */
        private record Resampled(double[][] values, double[][][] replicates) {}

        Reading(StudyFolder folder, Study study, DatasetKind kind) {
            this.folder = folder;
            this.study = study;
            this.kind = kind;
            metrics = List.copyOf(Metrics.of(kind, new float[1], new float[1]).values().sequencedKeySet());
        }

        StudyResults read(String data) throws IOException {
            for (Arm variant : study.trained()) {
                for (long seed : study.seeds()) {
                    RunResult run = RunResult.read(folder.run(variant.name(), seed));
                    runs.put(folder.run(variant.name(), seed), run);
                    if (runs.size() == 1) {
                        ids = run.ids();
                        bootstrap = new CrossedBootstrap(ids.size(), study.seeds().size(), RESAMPLING_SEED);
                    } else if (!ids.equals(run.ids())) {
                        throw new RemediableException(
                                "the run of " + folder.run(variant.name(), seed) + " was tested on"
                                        + " other samples than the first run; delete its folder, and resume",
                                Remedy.RESUME);
                    }
                }
            }
            Map<String, Double> constant =
                    run(study.variant(study.base()), study.seeds().getFirst()).constant();
            Resampled base = resampled(study.variant(study.base()));
            List<VariantResult> variants = new ArrayList<>();
            for (Arm variant : study.variants()) {
                variants.add(variant.name().equals(study.base())
                        ? result(variant, base, null)
                        : result(variant, resampled(variant), base));
            }
            return new StudyResults(study, data, kind, ids.size(), variants, constant, points());
        }

        private RunResult run(Arm variant, long seed) {
            Path run = folder.run(variant.name(), seed);
            return Objects.requireNonNull(runs.get(run), run.toString());
        }

        private Resampled resampled(Arm variant) throws IOException {
            List<RunFigures> figures = new ArrayList<>();
            for (long seed : study.seeds()) {
                RunResult run = run(variant, seed);
                List<float[]> measures = new ArrayList<>();
                for (String measure : study.measures()) {
                    measures.add(tests(variant, seed).column(measure));
                }
                figures.add(
                        samples -> join(scores(run.predictions(), run.labels(), samples), means(measures, samples)));
            }
            return resample(figures);
        }

        private Resampled resample(List<RunFigures> ofRuns) {
            int[] all = new int[ids.size()];
            Arrays.setAll(all, i -> i);
            double[][] values = {};
            double[][][] byFigure = {};
            for (int run = 0; run < ofRuns.size(); run++) {
                double[] now = ofRuns.get(run).of(all);
                double[][] replicates = bootstrap.replicates(ofRuns.get(run));
                if (run == 0) {
                    values = new double[now.length][ofRuns.size()];
                    byFigure = new double[now.length][ofRuns.size()][];
                }
                for (int f = 0; f < now.length; f++) {
                    values[f][run] = now[f];
                    byFigure[f][run] = replicates[f];
                }
            }
            return new Resampled(values, byFigure);
        }

        private double[] scores(float[] predictions, float[] labels, int[] samples) {
            float[] p = new float[samples.length];
            float[] y = new float[samples.length];
            for (int i = 0; i < samples.length; i++) {
                p[i] = predictions[samples[i]];
                y[i] = labels[samples[i]];
            }
            return Metrics.of(kind, p, y).values().values().stream().mapToDouble(Double::doubleValue).toArray();
        }

        /** The means over samples. Samples without a value (NaN) are left out. */
        private static double[] means(List<float[]> columns, int[] samples) {
            double[] means = new double[columns.size()];
            for (int c = 0; c < means.length; c++) {
                double sum = 0;
                int count = 0;
                for (int sample : samples) {
                    float value = columns.get(c)[sample];
                    if (!Float.isNaN(value)) {
                        sum += value;
                        count++;
                    }
                }
                means[c] = sum / count;
            }
            return means;
        }

        private static double[] join(double[] a, double[] b) {
            double[] both = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        }

        private VariantResult result(Arm variant, Resampled ours, @Nullable Resampled base) {
            List<String> names = new ArrayList<>(metrics);
            names.addAll(study.measures());
            SequencedMap<String, FigureSummary> figures = new LinkedHashMap<>();
            for (int f = 0; f < names.size(); f++) {
                double[] values = ours.values[f];
                figures.put(names.get(f), new FigureSummary(
                        names.get(f), values, bootstrap.mean(values, ours.replicates[f]), Moments.deviation(values),
                        base == null
                                ? null
                                : bootstrap.difference(
                                        values, ours.replicates[f], base.values[f], base.replicates[f])));
            }
            List<RunResult> of = study.seeds().stream().map(seed -> run(variant, seed)).toList();
            return new VariantResult(
                    variant, of.getFirst().parameters(), of.stream().mapToDouble(RunResult::seconds).toArray(),
                    of.getFirst().epochs(),
                    of.stream().mapToLong(RunResult::bestEpoch).toArray(), figures, bestTestEpochs(of));
        }

        /** The means over runs, for the figures that all runs have. */
        private static Map<String, Double> bestTestEpochs(List<RunResult> runs) {
            Map<String, Double> means = new LinkedHashMap<>();
            for (String name : runs.getFirst().bestTestEpochs().keySet()) {
                if (runs.stream().allMatch(run -> run.bestTestEpochs().containsKey(name))) {
                    means.put(name, Moments.mean(
                            runs.stream().mapToDouble(run -> run.bestTestEpochs().getOrDefault(name, Double.NaN))
                                    .toArray()));
                }
            }
            return means;
        }

        private List<CurvePoint> points() throws IOException {
            List<CurvePoint> points = new ArrayList<>();
            for (Curve curve : study.curves()) {
                for (String name : curve.variants()) {
                    for (double strength : curve.strengths()) {
                        points.add(point(curve, study.variant(name), strength));
                    }
                }
            }
            return points;
        }

        private CurvePoint point(Curve curve, Arm variant, double strength) throws IOException {
            List<RunFigures> figures = new ArrayList<>();
            for (long seed : study.seeds()) {
                RunResult run = run(curve.trained() ? curve.variantAt(variant, strength) : variant, seed);
                float[] predictions = curve.trained()
                        ? run.predictions()
                        : tests(variant, seed).column(curve.column(strength));
                figures.add(samples -> scores(predictions, run.labels(), samples));
            }
            Resampled resampled = resample(figures);
            SequencedMap<String, Interval> intervals = new LinkedHashMap<>();
            for (int f = 0; f < metrics.size(); f++) {
                intervals.put(metrics.get(f), bootstrap.mean(resampled.values[f], resampled.replicates[f]));
            }
            return new CurvePoint(curve, variant.name(), strength, intervals);
        }

        private SampleTable tests(Arm variant, long seed) throws IOException {
            Path file = folder.tests(variant.name(), seed);
            return SampleTable.read(file).require(file, ids, study.testColumns(variant));
        }
    }
}
