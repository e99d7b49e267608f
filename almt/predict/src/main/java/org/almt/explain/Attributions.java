package org.almt.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.input.Samples;
import org.almt.model.AlmtModel;
import org.almt.model.AttentionWeights;
import org.almt.model.variant.HyperAttention;
import org.almt.saved.Network;
import org.jspecify.annotations.Nullable;

/**
 * Attributes predictions to words and frames, by each {@link Method}.
 *
 * <p>Threads: one at a time.
 */
public final class Attributions {
    /** The samples of a batch with gradients and attention. At full lengths of MOSI it takes some 60 MB. */
    private static final int BATCH = 16;

    /**
     * The most occlusions of one modality of a sample. In longer sequences, neighbouring frames are made neutral
     * together, and the change is divided evenly among them.
     */
    public static final int OCCLUSIONS = 64;

    private final Network network;
    private final @Nullable AlmtModel almt;
    private final InputShapes shapes;
    private final Samples samples;
    private final Neutral neutral;
    private final Predictor predictor;

    /**
     * The network is not changed: other threads may predict with it at the same time.
     *
     * @param almt the model whose attention is traced; null if the network is another model
     */
    public Attributions(Network network, @Nullable AlmtModel almt, InputShapes shapes, Samples samples,
            Neutral neutral) {
        this(network, almt, shapes, samples, neutral, new Predictor(network, shapes, samples));
    }

    /** The same with the caller's predictor for the same network and samples. */
    public Attributions(
            Network network, @Nullable AlmtModel almt, InputShapes shapes, Samples samples, Neutral neutral,
            Predictor predictor) {
        this.network = network;
        this.almt = almt;
        this.shapes = shapes;
        this.samples = samples;
        this.neutral = neutral;
        this.predictor = predictor;
    }

    /** The number of neighbouring frames of a sequence that are made neutral together: 1 in short ones. */
    public static int together(int frames) {
        return Math.max(1, (frames + OCCLUSIONS - 1) / OCCLUSIONS);
    }

    /** The attributions of the given samples, in their order. {@code done} receives the number of samples done. */
    public List<SampleAttribution> of(int[] chosen, IntConsumer done) {
        List<SampleAttribution> all = new ArrayList<>();
        for (int from = 0; from < chosen.length; from += BATCH) {
            int[] some = Arrays.copyOfRange(chosen, from, Math.min(chosen.length, from + BATCH));
            all.addAll(batch(some));
            done.accept(all.size());
        }
        return all;
    }

    private List<SampleAttribution> batch(int[] chosen) {
        InputBatch inputs = new InputBatch.Memory(shapes, chosen.length).batch(chosen.length);
        inputs.fill(samples, chosen, 0);
        Set<Tensor> leaves = Set.of(inputs.text(), inputs.audio(), inputs.vision());
        leaves.forEach(leaf -> leaf.requiresGrad(true));
        // Samples do not affect one another, so each has its own gradient. Parameters receive no gradient.
        GradMode.onlyFor(leaves, () -> Ops.sum(network.forward(inputs))).backward();
        AttentionWeights trace = almt == null
                ? null
                : GradMode.noGrad(
                        () -> AttentionWeights.of(almt, inputs.text(), inputs.audio(), inputs.vision()));
        float[] predictions = predictor.predict(chosen);
        double[][][] occlusions = occlusions(chosen, predictions); // [samples][modalities][L]
        List<SampleAttribution> all = new ArrayList<>();
        for (int k = 0; k < chosen.length; k++) {
            List<Attribution> modalities = new ArrayList<>();
            for (Modality modality : Modality.values()) {
                modalities.add(attribution(
                        inputs, trace, k, chosen[k], occlusions[k][modality.ordinal()], modality));
            }
            all.add(new SampleAttribution(chosen[k], predictions[k], modalities));
        }
        return all;
    }

    private Attribution attribution(
            InputBatch inputs, @Nullable AttentionWeights trace, int row, int sample, double[] occlusion,
            Modality modality) {
        boolean[] real = Frames.real(shapes, samples, modality, sample);
        Map<Method, double[]> scores = new EnumMap<>(Method.class);
        List<LayerAttention> layers = trace == null ? List.of() : layers(trace, row, modality, real);
        if (!layers.isEmpty()) {
            scores.put(Method.ATTENTION, mean(layers));
        }
        scores.put(Method.GRADIENT, gradient(Rows.tensor(inputs, modality), row, real, neutral.of(modality)));
        scores.put(Method.OCCLUSION, occlusion);
        return new Attribution(modality, real, layers, scores);
    }

    /** The rollout of each layer on the frames; see {@link Rollout}. */
    static List<LayerAttention> layers(AttentionWeights trace, int row, Modality modality, boolean[] real) {
        Optional<List<Tensor>> blocks =
                switch (modality) {
                    case TEXT -> Optional.of(trace.text());
                    case AUDIO -> trace.audio();
                    case VISION -> trace.vision();
                };
        if (blocks.isEmpty()) {
            return List.of();
        }
        double[][] embedding = Rollout.embedding(blocks.get(), row, real.length); // Ê  [T, T+L]
        List<LayerAttention> layers = new ArrayList<>();
        if (modality == Modality.TEXT) {
            layers.add(new LayerAttention(1, Rollout.onFrames(embedding, real)));
            double[][] scale = embedding;
            for (Tensor block : trace.scales()) {
                scale = Rollout.multiply(Rollout.withResidual(Rollout.meanOfHeads(block, row)), scale); // S_j
                layers.add(new LayerAttention(layers.size() + 1, Rollout.onFrames(scale, real)));
            }
            return layers;
        }
        for (HyperAttention hyper : trace.hyper()) {
            Tensor weights = modality == Modality.AUDIO ? hyper.audio() : hyper.vision();
            double[][] rolled = Rollout.multiply(Rollout.meanOfHeads(weights, row), embedding); // R_j
            layers.add(new LayerAttention(hyper.layer(), Rollout.onFrames(rolled, real)));
        }
        return layers;
    }

    private static double[] mean(List<LayerAttention> layers) {
        double[] mean = new double[layers.get(0).frames().length];
        for (LayerAttention layer : layers) {
            for (int t = 0; t < mean.length; t++) {
                mean[t] += layer.frames()[t] / layers.size();
            }
        }
        return mean;
    }

    private static double[] gradient(Tensor input, int row, boolean[] real, float[] mean) {
        double[] scores = new double[real.length];
        int width = mean.length;
        Tensor slope = input.grad();
        for (int t : Frames.positions(real)) {
            int at = (row * real.length + t) * width;
            for (int f = 0; f < width; f++) {
                double away = (double) input.array()[input.offset() + at + f] - mean[f];
                scores[t] += slope == null ? 0 : slope.array()[slope.offset() + at + f] * away;
            }
        }
        return scores;
    }

    /** Neighbouring real frames of a sample that are made neutral together. */
    private record Window(int row, Modality modality, int[] frames) {}

    /**
     * The occlusion scores. The windows of all samples go through the model together, since one sample may have few.
     */
    private double[][][] occlusions(int[] chosen, float[] predictions) {
        double[][][] scores = new double[chosen.length][Modality.values().length][];
        List<Window> windows = new ArrayList<>();
        for (int k = 0; k < chosen.length; k++) {
            for (Modality modality : Modality.values()) {
                scores[k][modality.ordinal()] = new double[shapes.of(modality).length()];
                int[] positions = Frames.positions(Frames.real(shapes, samples, modality, chosen[k]));
                int together = together(positions.length);
                for (int from = 0; from < positions.length; from += together) {
                    windows.add(new Window(k, modality,
                            Arrays.copyOfRange(positions, from, Math.min(positions.length, from + together))));
                }
            }
        }
        float[] without = predictor.predict(windows.size(), i -> chosen[windows.get(i).row()], (i, features) -> {
            for (int frame : windows.get(i).frames()) {
                features.neutralise(windows.get(i).modality(), frame, neutral);
            }
        });
        for (int i = 0; i < without.length; i++) {
            Window window = windows.get(i);
            for (int frame : window.frames()) {
                scores[window.row()][window.modality().ordinal()][frame] =
                        ((double) predictions[window.row()] - without[i]) / window.frames().length;
            }
        }
        return scores;
    }
}
