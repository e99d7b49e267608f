package org.almt.explain.split;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.explain.Frames;
import org.almt.explain.Predictor;
import org.almt.explain.Rollout;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.model.AlmtModel;
import org.almt.model.AttentionWeights;
import org.almt.model.SideBySide;
import org.almt.model.variant.HyperAttention;

/**
 * Attention traced back to frames of audio and vision, for models in which the fusion Transformer itself reads them,
 * not adaptive layers. It is a Ê, averaged over blocks, with a the token's attention on the tokens of a modality, and Ê
 * as in {@link Rollout}.
 */
public final class FusedAttention {
    private static final int BATCH = 16;

    private FusedAttention() {}

    /** The attention of each sample, [L], which sums to 1 over real frames; empty for other models, and for text. */
    public static List<double[]> of(AlmtModel model, DataSet data, Split split, Modality modality) {
        List<double[]> all = new ArrayList<>();
        int[] order = Predictor.all(split);
        for (int from = 0; from < order.length && modality != Modality.TEXT; from += BATCH) {
            InputBatch inputs = new InputBatch.Memory(data.shapes(), BATCH).batch(Math.min(BATCH, order.length - from));
            inputs.fill(split, order, from);
            List<HyperAttention> fusion =
                    SideBySide.weights(model, inputs.text(), inputs.audio(), inputs.vision());
            if (fusion.isEmpty()) {
                return List.of();
            }
            AttentionWeights trace = AttentionWeights.of(model, inputs.text(), inputs.audio(), inputs.vision());
            for (int k = 0; k < inputs.size(); k++) {
                all.add(mean(trace, fusion, k, modality, Frames.real(data.shapes(), split, modality, from + k)));
            }
        }
        return all;
    }

    private static double[] mean(
            AttentionWeights trace, List<HyperAttention> fusion, int row, Modality modality, boolean[] real) {
        double[][] embedding = Rollout.embedding(
                modality == Modality.AUDIO ? trace.audio().orElseThrow() : trace.vision().orElseThrow(), row,
                real.length); // Ê  [T, T+L]
        double[] mean = new double[real.length];
        for (HyperAttention block : fusion) {
            Tensor weights = modality == Modality.AUDIO ? block.audio() : block.vision(); // [B, H, 1, T]
            double[] frames = Rollout.onFrames(Rollout.multiply(Rollout.meanOfHeads(weights, row), embedding), real);
            for (int t = 0; t < mean.length; t++) {
                mean[t] += frames[t] / fusion.size();
            }
        }
        return mean;
    }
}
