package org.almt.explain.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.core.random.RandomStream;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.explain.Attribution;
import org.almt.explain.Frames;
import org.almt.explain.Method;
import org.almt.explain.Neutral;
import org.almt.explain.Predictor;
import org.almt.explain.SampleAttribution;
import org.almt.input.Modality;
import org.almt.saved.Network;
import org.almt.stats.Interval;
import org.almt.stats.Intervals;
import org.jspecify.annotations.Nullable;

/**
 * Deletion and insertion curves (Petsiuk et al., "RISE", BMVC 2018), which need no known truth. For deletion, frames of
 * a modality are made neutral, from the most to the least important. For insertion, they are restored in the same order
 * in a sequence that is completely neutral. The curve is the mean over samples of |prediction - original prediction|. A
 * good method changes the prediction early in deletion (a large area), and restores it early in insertion (a small
 * area).
 *
 * <p>A language model's hidden states at padding positions encode the sentence. They are made neutral and restored in
 * the same fractions as the words, from first to last for every method. So if all words are neutral, no information
 * about the sentence is left.
 *
 * @param modality the modality
 * @param samples the number of samples averaged
 * @param shares the fractions of frames at which the curves are computed, 0 to 1
 * @param deletion the curves by the method's name, including {@link #RANDOM}
 * @param insertion the curves by the method's name
 * @param areas by the method's name, with interval: area under deletion minus area under insertion; larger is better
 * @param best the method with the largest area; null if its lead over the next, paired by sample, may be chance
 * @param bestSigned the best method among those with a sign, or null
 */
public record DeletionCheck(
        Modality modality,
        int samples,
        double[] shares,
        Map<String, double[]> deletion,
        Map<String, double[]> insertion,
        Map<String, Interval> areas,
        @Nullable Method best,
        @Nullable Method bestSigned) {
    /** The baseline: a random order. */
    public static final String RANDOM = "random order";

    private static final int STEPS = 10;
    private static final long SEED = 1;
    private static final long PURPOSE = 0x64656C65; // "dele"

    /** The checks, one for each modality that has real frames. */
    public static List<DeletionCheck> of(
            Network network, DataSet data, Split split, Neutral neutral, List<SampleAttribution> attributions) {
        Predictor predictor = new Predictor(network, data.shapes(), split);
        List<DeletionCheck> checks = new ArrayList<>();
        for (Modality modality : Modality.values()) {
            List<SampleAttribution> usable =
                    attributions.stream().filter(sample -> sample.of(modality).frames() > 1).toList();
            if (!usable.isEmpty()) {
                int[][] padding = usable.stream()
                        .map(sample -> padding(data, split, modality, sample)).toArray(int[][]::new);
                checks.add(of(predictor, neutral, usable, modality, padding));
            }
        }
        return checks;
    }

    private static DeletionCheck of(
            Predictor predictor, Neutral neutral, List<SampleAttribution> samples, Modality modality,
            int[][] padding) {
        Map<String, double[]> deletion = new LinkedHashMap<>();
        Map<String, double[]> insertion = new LinkedHashMap<>();
        Map<String, Interval> areas = new LinkedHashMap<>();
        Map<Method, double[]> leads = new EnumMap<>(Method.class);
        List<Method> methods = new ArrayList<>(samples.getFirst().of(modality).scores().keySet());
        methods.add(null);
        for (Method method : methods) {
            String name = method == null ? RANDOM : method.words();
            int[][] orders = new int[samples.size()][];
            for (int i = 0; i < orders.length; i++) {
                orders[i] = order(method, samples.get(i), modality);
            }
            double[][] deleted = moved(predictor, neutral, samples, modality, orders, padding, true);
            double[][] inserted = moved(predictor, neutral, samples, modality, orders, padding, false);
            deletion.put(name, means(deleted));
            insertion.put(name, means(inserted));
            double[] lead = leads(deleted, inserted);
            areas.put(name, Intervals.ofMean(lead));
            if (method != null) {
                leads.put(method, lead);
            }
        }
        double[] shares = new double[STEPS + 1];
        Arrays.setAll(shares, step -> (double) step / STEPS);
        return new DeletionCheck(modality, samples.size(), shares, deletion, insertion, areas,
                Winner.ofSamples(leads, List.of(Method.values())).orElse(null),
                Winner.ofSamples(leads, Method.SIGNED).orElse(null));
    }

    /** The real frames, from the most to the least important; in random order without a method. */
    private static int[] order(@Nullable Method method, SampleAttribution sample, Modality modality) {
        Attribution attribution = sample.of(modality);
        int[] positions = Frames.positions(attribution.real());
        if (method == null) {
            RandomStream random = new RandomStream(SEED, PURPOSE);
            random.seek(sample.sample());
            int[] permutation = random.permutation(positions.length);
            return Arrays.stream(permutation).map(i -> positions[i]).toArray();
        }
        double[] scores = Objects.requireNonNull(attribution.scores().get(method), method.name());
        return Arrays.stream(positions).boxed()
                .sorted(Comparator.comparingDouble(t -> -Math.abs(scores[t])))
                .mapToInt(Integer::intValue).toArray();
    }

    /** The positions of padding that are not zero. */
    private static int[] padding(DataSet data, Split split, Modality modality, SampleAttribution sample) {
        boolean[] filled = Frames.filled(data.shapes(), split, modality, sample.sample());
        boolean[] real = sample.of(modality).real();
        return Arrays.stream(Frames.positions(filled)).filter(t -> !real[t]).toArray();
    }

    /** [samples][steps + 1]: the change of predictions when a number of frames is neutral, or restored. */
    private static double[][] moved(
            Predictor predictor, Neutral neutral, List<SampleAttribution> samples, Modality modality, int[][] orders,
            int[][] padding, boolean delete) {
        int steps = STEPS + 1;
        float[] predictions = predictor.predict(samples.size() * steps, row -> samples.get(row / steps).sample(),
                (row, features) -> {
                    for (int[] order : List.of(orders[row / steps], padding[row / steps])) {
                        int count = (int) Math.rint((double) order.length * (row % steps) / STEPS);
                        for (int i = delete ? 0 : count; i < (delete ? count : order.length); i++) {
                            features.neutralise(modality, order[i], neutral);
                        }
                    }
                });
        double[][] moved = new double[samples.size()][steps];
        for (int row = 0; row < predictions.length; row++) {
            moved[row / steps][row % steps] =
                    Math.abs((double) predictions[row] - samples.get(row / steps).prediction());
        }
        return moved;
    }

    private static double[] means(double[][] moved) {
        double[] means = new double[STEPS + 1];
        for (double[] curve : moved) {
            for (int step = 0; step <= STEPS; step++) {
                means[step] += curve[step] / moved.length;
            }
        }
        return means;
    }

    private static double[] leads(double[][] deleted, double[][] inserted) {
        double[] leads = new double[deleted.length];
        Arrays.setAll(leads, i -> area(deleted[i]) - area(inserted[i]));
        return leads;
    }

    /** The area under a curve over fractions from 0 to 1, by the trapezoidal rule. */
    static double area(double[] curve) {
        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            sum += (curve[step] + curve[step + 1]) / 2 / STEPS;
        }
        return sum;
    }
}
