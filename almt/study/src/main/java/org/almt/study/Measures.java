package org.almt.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticSplit;
import org.almt.explain.Attribution;
import org.almt.explain.Attributions;
import org.almt.explain.Method;
import org.almt.explain.Neutral;
import org.almt.explain.SampleAttribution;
import org.almt.explain.split.FusedAttention;
import org.almt.input.Modality;
import org.almt.model.AlmtModel;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;

/**
 * Figures besides the test metrics: one number for each test sample, of which a study reports the mean. All measure the
 * fraction that falls on words and frames without information about the sentiment, in data whose truth is known.
 * MODALITY is text, audio or vision:
 *
 * <pre>
 * free-frames-MODALITY      fraction of the real frames without sentiment: the value of uniform scores
 * free-attention-MODALITY   fraction of the attention on these, traced back to frames and averaged over layers; NaN if
 *                           the model has no attention on the modality
 * free-influence-MODALITY   fraction of the changes of the prediction, Σ |y - y without the frame|, from these
 * </pre>
 */
final class Measures {
    private static final String FRAMES = "free-frames-";
    private static final String ATTENTION = "free-attention-";
    private static final String INFLUENCE = "free-influence-";

    private Measures() {}

    /** The names of all measures. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String prefix : List.of(FRAMES, ATTENTION, INFLUENCE)) {
            for (Modality modality : Modality.values()) {
                names.add(prefix + modality.key());
            }
        }
        return names;
    }

    /**
     * Checks that measures can be computed on a data set.
     *
     * @throws IllegalArgumentException if its informative frames are not known
     */
    static void require(DataSet data) {
        truth(data.split(SplitName.TEST));
    }

    private static SyntheticSplit truth(Split split) {
        if (split instanceof SyntheticSplit synthetic) {
            return synthetic;
        }
        throw Keys
                .error("'measures' need data whose informative frames are known, such as the embedded data with an"
                        + " uncorrupted test split");
    }

    /** The value of each test sample by measure; NaN if it is not defined. */
    static SequencedMap<String, float[]> of(List<String> names, SavedModel saved, DataSet data) {
        SequencedMap<String, float[]> columns = new LinkedHashMap<>();
        if (names.isEmpty()) {
            return columns;
        }
        SyntheticSplit split = truth(data.split(SplitName.TEST));
        AlmtModel almt = saved.network().root() instanceof AlmtModel model ? model : null;
        int[] samples = new int[split.size()];
        Arrays.setAll(samples, i -> i);
        List<SampleAttribution> found = new Attributions(
                saved.network(), almt, data.shapes(), split,
                Neutral.of(data.shapes(), data.split(SplitName.TRAIN), SplitName.TRAIN.key()))
                .of(samples, done -> {});
        for (String name : names) {
            Modality modality = Arrays.stream(Modality.values()).filter(one -> name.endsWith("-" + one.key()))
                    .findFirst().orElseThrow();
            List<double[]> fused = almt != null && name.startsWith(ATTENTION)
                    ? FusedAttention.of(almt, data, split, modality)
                    : List.of();
            float[] column = new float[samples.length];
            for (int i = 0; i < column.length; i++) {
                Attribution attribution = found.get(i).of(modality);
                column[i] = share(
                        fused.isEmpty() ? weights(name, attribution) : fused.get(i), attribution.real(),
                        split.informativeFrames(modality, i));
            }
            columns.put(name, column);
        }
        return columns;
    }

    /** The weight of each frame; null if it is not known. */
    private static double @Nullable [] weights(String name, Attribution attribution) {
        Map<Method, double[]> scores = attribution.scores();
        if (name.startsWith(ATTENTION)) {
            return scores.get(Method.ATTENTION);
        }
        if (name.startsWith(INFLUENCE)) {
            return scores.get(Method.OCCLUSION);
        }
        double[] equal = new double[attribution.real().length];
        Arrays.fill(equal, 1);
        return equal;
    }

    /** The fraction of |weights| on real frames that are not informative; NaN if all weights are 0. */
    static float share(double @Nullable [] weights, boolean[] real, boolean[] informative) {
        if (weights == null) {
            return Float.NaN;
        }
        double free = 0;
        double all = 0;
        for (int t = 0; t < real.length; t++) {
            if (real[t]) {
                all += Math.abs(weights[t]);
                free += informative[t] ? 0 : Math.abs(weights[t]);
            }
        }
        return (float) (free / all);
    }
}
