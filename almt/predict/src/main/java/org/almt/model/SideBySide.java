package org.almt.model;

import static org.almt.core.op.Ops.slice;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.model.variant.HyperAttention;

/**
 * The attention of a model without adaptive layers to audio and vision: the fusion Transformer's weights on their rows,
 * which are concatenated with those of language. The counterpart of {@link AttentionWeights#hyper}.
 *
 * <p>B batch, H heads, T tokens.
 *
 * <p>Threads: safe for many at once.
 */
public final class SideBySide {
    private SideBySide() {}

    /**
     * The weights [B, H, 1, T] of the token's row on each modality, for each block. The head reads only the token's
     * row. The weights on one modality sum to less than 1. Empty if the model has adaptive layers, or reads only one of
     * audio and vision.
     */
    public static List<HyperAttention> weights(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        if (model.config().variant().adapts() || model.audioEmbedding().rows() == 0
                || model.visionEmbedding().rows() == 0) {
            return List.of();
        }
        return GradMode.noGrad(() -> weights(model, model.states(text, audio, vision)));
    }

    private static List<HyperAttention> weights(AlmtModel model, AlmtStates states) {
        int audio = 1 + states.lastScale().shape().size(1); // after the token and language
        int vision = audio + states.audio().shape().size(1);
        int end = vision + states.vision().shape().size(1);
        List<HyperAttention> parts = new ArrayList<>();
        for (Tensor weights : model.fusion().attentionToHyper(states.lastHyper(), states.lastScale())) {
            parts.add(new HyperAttention(
                    parts.size() + 1, slice(weights, 3, audio, vision), slice(weights, 3, vision, end)));
        }
        return parts;
    }
}
