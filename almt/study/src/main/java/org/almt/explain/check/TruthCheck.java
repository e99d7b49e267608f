package org.almt.explain.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.data.synthetic.Truth;
import org.almt.explain.Attribution;
import org.almt.explain.Frames;
import org.almt.explain.Method;
import org.almt.explain.SampleAttribution;
import org.almt.input.Modality;
import org.almt.metrics.Pearson;
import org.almt.stats.Interval;
import org.almt.stats.Intervals;

/**
 * A check of the methods on data whose informative words and frames are known. The first figure is the area under the
 * ROC curve of |score| over the real frames of each sample, averaged over samples: it measures how well a method
 * locates them. The second is the correlation of the summed scores with the known sentiment of the modality: it
 * measures the direction of the effect.
 *
 * @param modality the modality
 * @param samples the number of samples that have frames of both kinds
 * @param summed the number of samples whose summed scores are compared
 * @param areas the areas by method; one half is chance
 * @param directions by method, without attention, which has no sign: Pearson's correlation, over samples, of the summed
 *         scores with the known part
 * @param best the method with the largest area
 * @param rival the second best
 * @param lead the lead of the best over it, paired by sample
 */
public record TruthCheck(
        Modality modality, int samples, int summed, Map<Method, Interval> areas, Map<Method, Interval> directions,
        Method best, Method rival, Interval lead) {

    /** The checks, one for each modality. */
    public static List<TruthCheck> of(SyntheticSplit split, List<SampleAttribution> attributions) {
        List<TruthCheck> checks = new ArrayList<>();
        for (Modality modality : Modality.values()) {
            Map<Method, double[]> areas = areas(split, attributions, modality);
            if (!areas.isEmpty()) {
                checks.add(of(modality, attributions.size(), areas, directions(split, attributions, modality)));
            }
        }
        return checks;
    }

    private static TruthCheck of(
            Modality modality, int summed, Map<Method, double[]> areas, Map<Method, Interval> directions) {
        Map<Method, Interval> intervals = new EnumMap<>(Method.class);
        areas.forEach((method, values) -> intervals.put(method, Intervals.ofMean(values)));
        List<Method> ranking = intervals.keySet().stream()
                .sorted((a, b) -> Double.compare(of(intervals, b).value(), of(intervals, a).value())).toList();
        double[] first = of(areas, ranking.get(0));
        double[] second = of(areas, ranking.get(1));
        double[] difference = new double[first.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = first[i] - second[i];
        }
        return new TruthCheck(
                modality, first.length, summed, intervals, directions, ranking.get(0), ranking.get(1),
                Intervals.ofMean(difference));
    }

    private static <T> T of(Map<Method, T> figures, Method method) {
        return Objects.requireNonNull(figures.get(method), method.name());
    }

    /**
     * By method, one area for each sample that has frames of both kinds and finite scores; empty if there is no such
     * sample.
     */
    private static Map<Method, double[]> areas(
            SyntheticSplit split, List<SampleAttribution> attributions, Modality modality) {
        Map<Method, List<Double>> lists = new EnumMap<>(Method.class);
        for (SampleAttribution sample : attributions) {
            Attribution attribution = sample.of(modality);
            int[] positions = Frames.positions(attribution.real());
            boolean[] truth = split.informativeFrames(modality, sample.sample());
            boolean[] marked = new boolean[positions.length];
            for (int i = 0; i < marked.length; i++) {
                marked[i] = truth[positions[i]];
            }
            Map<Method, Double> found = new EnumMap<>(Method.class);
            attribution.scores().forEach(
                    (method, scores) -> found.put(method, RocArea.of(magnitudes(scores, positions), marked)));
            if (found.values().stream().noneMatch(area -> area.isNaN())) { // methods are compared on the same samples
                found.forEach((method, area) -> lists.computeIfAbsent(method, any -> new ArrayList<>()).add(area));
            }
        }
        Map<Method, double[]> arrays = new EnumMap<>(Method.class);
        lists.forEach((method, list) -> arrays.put(
                method, list.stream().mapToDouble(Double::doubleValue).toArray()));
        return arrays;
    }

    private static Map<Method, Interval> directions(
            SyntheticSplit split, List<SampleAttribution> attributions, Modality modality) {
        float[] parts = new float[attributions.size()];
        Map<Method, float[]> sums = new EnumMap<>(Method.class);
        for (int i = 0; i < parts.length; i++) {
            SampleAttribution sample = attributions.get(i);
            Truth truth = split.truth(sample.sample());
            parts[i] = (float) switch (modality) {
                case TEXT -> truth.language();
                case AUDIO -> truth.audio();
                case VISION -> truth.vision();
            };
            for (Method method : Method.SIGNED) {
                sums.computeIfAbsent(method, any -> new float[parts.length])[i] =
                        (float) Arrays.stream(sample.of(modality).scores().get(method)).sum();
            }
        }
        Map<Method, Interval> directions = new EnumMap<>(Method.class);
        sums.forEach((method, all) -> directions.put(method, Intervals.of(parts.length,
                chosen -> Pearson.correlation(taken(all, chosen), taken(parts, chosen)))));
        return directions;
    }

    private static float[] taken(float[] values, int... chosen) {
        float[] taken = new float[chosen.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = values[chosen[i]];
        }
        return taken;
    }

    static double[] magnitudes(double[] scores, int[] positions) {
        double[] magnitudes = new double[positions.length];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(scores[positions[i]]);
        }
        return magnitudes;
    }

    /** The best method, in a sentence. */
    public String verdict() {
        return samples < Intervals.LEAST ? "too few samples to distinguish methods"
                : lead.excludesZero() ? best.words() + " finds them best"
                : best.words() + " and " + rival.words() + " cannot be distinguished";
    }
}
