package org.almt.model;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.AbsentModality;
import org.almt.model.variant.Embedding;
import org.almt.model.variant.HyperStage;
import org.almt.nn.layer.PreNormAttention;
import org.almt.nn.layer.TransformerBlock;

/**
 * The attention weights of a forward pass, which the operations of the model never hold: softmax(scale q k^T) is computed
 * again, beside the plain form, from the states that {@link AlmtModel#trace} had. Each row sums to 1.
 *
 * <p>B batch, H heads, T tokens, L frames of a modality, n = T + L rows, D width.
 *
 * @param text of each block of the embedding of language: [B, H, n, n], of the last one the rows that are read, [B, H, T,
 *     n]; tokens come first, then frames. Empty where frames are not condensed, so that rows are frames
 * @param audio the same of audio; null where the model reads none
 * @param vision the same of vision; null where the model reads none
 * @param scales of the blocks between the scales of language, [B, H, T, T]
 * @param hyper of the hyper-modality layers that language asks; null in the place of any other, empty where there are none
 */
public record AttentionTrace(
        List<Tensor> text, List<Tensor> audio, List<Tensor> vision, List<Tensor> scales, List<Hyper> hyper) {

    /**
     * The two attentions of a hyper-modality layer: rows of a scale of language over the tokens of a modality.
     *
     * @param audio alpha [B, H, T, T]
     * @param vision beta [B, H, T, T]
     */
    public record Hyper(Tensor audio, Tensor vision) {}

    /** Runs the plain form on text [B, L_l, F_l], audio [B, L_a, F_a] and vision [B, L_v, F_v]; keeps no gradients. */
    public static AttentionTrace of(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        return GradMode.noGrad(() -> {
            AlmtTrace states = model.trace(text, audio, vision);
            return new AttentionTrace(
                    embedding(model.textEmbedding(), text), embedding(model.audioEmbedding(), audio),
                    embedding(model.visionEmbedding(), vision),
                    scales(model.languageScales().blocks(), states.scales()), hyper(model.hyperModality(), states));
        });
    }

    private static List<Hyper> hyper(HyperStage stage, AlmtTrace states) {
        List<Hyper> weights = new ArrayList<>();
        if (stage instanceof HyperModality adaptive) {
            for (int j = 0; j < adaptive.layers().size(); j++) {
                weights.add(adaptive.layers().get(j) instanceof HyperModalityLayer layer
                        ? layer.weights(states.scales().get(j), states.audio(), states.vision())
                        : null);
            }
        }
        return weights;
    }

    private static List<Tensor> embedding(Embedding embedding, Tensor u) {
        if (!(embedding instanceof ModalityEmbedding condensing)) {
            return embedding instanceof AbsentModality ? null : List.of();
        }
        TokenTransformer transformer = condensing.transformer();
        List<TransformerBlock> blocks = transformer.encoder().layers();
        Tensor x = transformer.withTokens(condensing.projection().forward(u)); // [B, n, D]
        List<Tensor> weights = new ArrayList<>();
        for (TransformerBlock block : blocks.subList(0, blocks.size() - 1)) {
            weights.add(weights(block.attention(), x, x)); // [B, H, n, n]
            x = block.forward(x); // [B, n, D]
        }
        Tensor read = Ops.slice(x, 1, 0, transformer.tokens()); // [B, T, D]
        weights.add(weights(transformer.encoder().last().attention(), read, x)); // [B, H, T, n]
        return weights;
    }

    private static List<Tensor> scales(List<TransformerBlock> blocks, List<Tensor> states) {
        List<Tensor> weights = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            weights.add(weights(blocks.get(i).attention(), states.get(i), states.get(i))); // [B, H, T, T]
        }
        return weights;
    }

    static Tensor weights(PreNormAttention attention, Tensor target, Tensor source) {
        return weights(
                attention.attention().toQ().forward(attention.normQ().forward(target)),
                attention.attention().toK().forward(attention.normK().forward(source)),
                attention.attention().heads(), attention.attention().scale());
    }

    /** softmax(scale q k^T) of each head: q [B, N, H*E] and k [B, M, H*E] give [B, H, N, M]. */
    static Tensor weights(Tensor q, Tensor k, int heads, float scale) {
        Tensor scores = Ops.matmul(byHead(q, heads), false, byHead(k, heads), true); // [B, H, N, M]
        return Ops.softmax(Ops.scale(scores, scale));
    }

    /** [B, N, H*E] to [B, H, N, E]. */
    private static Tensor byHead(Tensor rows, int heads) {
        int batch = rows.shape().size(0);
        int count = rows.shape().size(1);
        return Ops.transpose(Ops.reshape(rows, batch, count, heads, rows.shape().size(2) / heads), 1, 2);
    }
}
