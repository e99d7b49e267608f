package org.almt.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.data.DataSet;
import org.almt.data.Modality;
import org.almt.data.Split;
import org.almt.model.AlmtModel;
import org.almt.model.AttentionTrace;
import org.almt.train.InputBatch;
import org.almt.train.Network;

/** Computes how much each word and frame counts, by each {@link Method}. */
public final class Attributions {
    /** Samples of a batch with gradients and attention: at full lengths of MOSI some 60 MB. */
    private static final int BATCH = 16;

    /**
     * Occlusions of a modality of a sample, at most: of longer sequences neighbours are made neutral together, and share
     * what that changes evenly.
     */
    public static final int OCCLUSIONS = 64;

    private final Network network;
    private final AlmtModel almt;
    private final DataSet data;
    private final Split split;
    private final Neutral neutral;
    private final Predictor predictor;

    /**
     * Freezes the network.
     *
     * @param almt the model whose attention is traced, or null where the network is none
     */
    public Attributions(Network network, AlmtModel almt, DataSet data, Split split, Neutral neutral) {
        this.network = network;
        this.almt = almt;
        this.data = data;
        this.split = split;
        this.neutral = neutral;
        network.module().freeze();
        predictor = new Predictor(network, data, split);
    }

    /** Of the given samples, in their order; {@code done} is told how many are. */
    public List<SampleAttribution> of(int[] samples, IntConsumer done) {
        List<SampleAttribution> all = new ArrayList<>();
        for (int from = 0; from < samples.length; from += BATCH) {
            int[] some = Arrays.copyOfRange(samples, from, Math.min(samples.length, from + BATCH));
            all.addAll(batch(some));
            done.accept(all.size());
        }
        return all;
    }

    private List<SampleAttribution> batch(int[] samples) {
        InputBatch inputs = new InputBatch.Memory(data, samples.length).batch(samples.length);
        inputs.fill(split, samples, 0);
        for (Modality modality : Modality.values()) {
            Rows.tensor(inputs, modality).requiresGrad(true);
        }
        Ops.sum(network.forward(inputs)).backward(); // samples do not meet, so that each has its own gradient
        AttentionTrace trace =
                almt == null ? null : AttentionTrace.of(almt, inputs.text(), inputs.audio(), inputs.vision());
        float[] predictions = predictor.predict(samples);
        List<SampleAttribution> all = new ArrayList<>();
        for (int k = 0; k < samples.length; k++) {
            List<Attribution> modalities = new ArrayList<>();
            for (Modality modality : Modality.values()) {
                modalities.add(attribution(inputs, trace, k, samples[k], predictions[k], modality));
            }
            all.add(new SampleAttribution(samples[k], predictions[k], modalities));
        }
        return all;
    }

    private Attribution attribution(
            InputBatch inputs, AttentionTrace trace, int row, int sample, float prediction, Modality modality) {
        boolean[] real = Frames.real(data, split, modality, sample);
        Map<Method, double[]> scores = new EnumMap<>(Method.class);
        List<double[]> layers = trace == null ? List.of() : layers(trace, row, modality, real);
        if (!layers.isEmpty()) {
            scores.put(Method.ATTENTION, mean(layers));
        }
        scores.put(Method.GRADIENT, gradient(Rows.tensor(inputs, modality), row, real, neutral.of(modality)));
        scores.put(Method.OCCLUSION, occlusion(sample, prediction, modality, real));
        return new Attribution(modality, real, layers, scores);
    }

    /** The rollout of each layer on the frames; see {@link Rollout}. */
    static List<double[]> layers(AttentionTrace trace, int row, Modality modality, boolean[] real) {
        List<Tensor> blocks =
                switch (modality) {
                    case TEXT -> trace.text();
                    case AUDIO -> trace.audio();
                    case VISION -> trace.vision();
                };
        List<double[]> layers = new ArrayList<>();
        if (blocks.isEmpty()) {
            return layers;
        }
        double[][] embedding = Rollout.embedding(blocks, row); // Ê  [T, T+L]
        if (modality == Modality.TEXT) {
            layers.add(Rollout.onFrames(embedding, embedding.length, real));
            double[][] scale = embedding;
            for (Tensor block : trace.scales()) {
                scale = Rollout.multiply(Rollout.withResidual(Rollout.meanOfHeads(block, row)), scale); // S_j
                layers.add(Rollout.onFrames(scale, embedding.length, real));
            }
            return layers;
        }
        for (AttentionTrace.Hyper hyper : trace.hyper()) {
            Tensor weights = modality == Modality.AUDIO ? hyper.audio() : hyper.vision();
            if (weights != null) {
                double[][] rolled = Rollout.multiply(Rollout.meanOfHeads(weights, row), embedding); // R_j
                layers.add(Rollout.onFrames(rolled, embedding.length, real));
            }
        }
        if (trace.concatenated() && trace.states().audio() != null && trace.states().vision() != null) {
            for (Tensor block : trace.fusion()) {
                double[][] read = {asRead(trace, Rollout.meanOfHeads(block, row)[0], modality)}; // [1, T]
                layers.add(Rollout.onFrames(Rollout.multiply(read, embedding), embedding.length, real));
            }
        }
        return layers;
    }

    /** Of the row that the head reads, what it takes of the tokens of audio or vision, which stand side by side. */
    private static double[] asRead(AttentionTrace trace, double[] tokenRow, Modality modality) {
        int audio = 1 + trace.states().scales().getLast().shape().size(1); // behind the token and language
        int vision = audio + trace.states().audio().shape().size(1);
        return modality == Modality.AUDIO
                ? Arrays.copyOfRange(tokenRow, audio, vision)
                : Arrays.copyOfRange(tokenRow, vision, tokenRow.length);
    }

    private static double[] mean(List<double[]> layers) {
        double[] mean = new double[layers.getFirst().length];
        for (double[] layer : layers) {
            for (int t = 0; t < mean.length; t++) {
                mean[t] += layer[t] / layers.size();
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

    private double[] occlusion(int sample, float prediction, Modality modality, boolean[] real) {
        int[] positions = Frames.positions(real);
        int together = Math.max(1, Math.ceilDiv(positions.length, OCCLUSIONS));
        float[] without = predictor.predict(Math.ceilDiv(positions.length, together), window -> sample,
                (window, features) -> {
                    int end = Math.min(positions.length, (window + 1) * together);
                    for (int i = window * together; i < end; i++) {
                        features.neutralise(modality, positions[i], neutral);
                    }
                });
        double[] scores = new double[real.length];
        for (int i = 0; i < positions.length; i++) {
            int window = i / together;
            int size = Math.min(positions.length, (window + 1) * together) - window * together;
            scores[positions[i]] = ((double) prediction - without[window]) / size;
        }
        return scores;
    }
}
