package org.almt.model;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.Concatenation;
import org.almt.nn.layer.TransformerBlock;

/**
 * What a model without adaptive layers reads of audio and vision: the fusion Transformer's attention on their rows, which
 * stand side by side with those of language. The counterpart of {@link AttentionTrace#hyper}.
 *
 * <p>B batch, H heads, T tokens.
 */
public final class SideBySide {
    private SideBySide() {}

    /**
     * The part of the token's row, which alone the head reads, that is on each modality: [B, H, 1, T] of each block, which
     * sums to less than 1. Empty where the model is another.
     */
    public static List<AttentionTrace.Hyper> weights(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        if (!(model.hyperModality() instanceof Concatenation)
                || !(model.fusion() instanceof FusionTransformer fusion) || !fusion.readsHyper()) {
            return List.of();
        }
        return GradMode.noGrad(() -> {
            AlmtTrace states = model.trace(text, audio, vision);
            return states.audio() == null || states.vision() == null ? List.of() : weights(fusion, states);
        });
    }

    private static List<AttentionTrace.Hyper> weights(FusionTransformer fusion, AlmtTrace states) {
        Tensor source = fusion.source(states.lastHyper(), states.lastScale()); // [B, 1 + rows, D]
        int audio = 1 + states.lastScale().shape().size(1); // behind the token and language
        int vision = audio + states.audio().shape().size(1);
        int end = vision + states.vision().shape().size(1);
        Tensor target = Ops.expand(
                fusion.tokenTarget(), source.shape().size(0), 1, source.shape().size(2)); // [B, 1, D]
        List<AttentionTrace.Hyper> parts = new ArrayList<>();
        for (TransformerBlock block : fusion.layers()) {
            Tensor weights = AttentionTrace.weights(block.attention(), target, source); // [B, H, 1, 1 + rows]
            parts.add(new AttentionTrace.Hyper(
                    Ops.slice(weights, 3, audio, vision), Ops.slice(weights, 3, vision, end)));
            target = block.forward(target, source); // [B, 1, D]
        }
        return parts;
    }
}
