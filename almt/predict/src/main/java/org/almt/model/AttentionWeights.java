package org.almt.model;

import static org.almt.core.op.Ops.matmul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.softmax;
import static org.almt.core.op.Ops.transpose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.model.variant.EmbeddingStage;
import org.almt.model.variant.HyperAttention;
import org.almt.nn.layer.TransformerBlock;

/**
 * The attention weights of a forward pass. The operations of the model do not store them. So softmax(scale q k^T) is
 * recomputed from the states of {@link AlmtModel#states}. Each row sums to 1.
 *
 * <p>B batch, H heads, T tokens, L frames of a modality, n = T + L rows, D width.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param text the weights of each block of the embedding of language: [B, H, n, n]; for the last block only the rows
 *         that are read, [B, H, T, n]. Tokens come first, then frames. Empty if frames are not condensed, so that rows
 *         are frames
 * @param audio the same for audio; absent if the model does not read audio
 * @param vision the same for vision; absent if the model does not read vision
 * @param scales the weights of the blocks between the scales of language, [B, H, T, T]
 * @param hyper the weights of the hyper-modality layers that language guides; empty if there are none
 */
public record AttentionWeights(
        List<Tensor> text, Optional<List<Tensor>> audio, Optional<List<Tensor>> vision, List<Tensor> scales,
        List<HyperAttention> hyper) {

    /** Runs the plain form on text [B, L_l, F_l], audio [B, L_a, F_a] and vision [B, L_v, F_v], without gradients. */
    public static AttentionWeights of(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        return GradMode.noGrad(() -> {
            AlmtStates states = model.states(text, audio, vision);
            return new AttentionWeights(
                    model.textEmbedding().attentionWeights(text), ofModality(model.audioEmbedding(), audio),
                    ofModality(model.visionEmbedding(), vision), ofScales(model.languageScales(), states.scales()),
                    model.hyperModality().attentionWeights(states.scales(), states.audio(), states.vision()));
        });
    }

    private static Optional<List<Tensor>> ofModality(EmbeddingStage embedding, Tensor u) {
        return embedding.rows() == 0 ? Optional.empty() : Optional.of(embedding.attentionWeights(u));
    }

    private static List<Tensor> ofScales(LanguageScales scales, List<Tensor> states) {
        List<Tensor> weights = new ArrayList<>();
        for (int i = 0; i < scales.blocks().size(); i++) {
            weights.add(of(scales.blocks().get(i), states.get(i), states.get(i))); // [B, H, T, T]
        }
        return weights;
    }

    /** The weights [B, H, N, M] of a block for target [B, N, D] and source [B, M, D]. */
    static Tensor of(TransformerBlock block, Tensor target, Tensor source) {
        Tensor q = block.attention().queries(block.normQ().forward(target)); // [B, N, H*E]
        Tensor k = block.attention().keys(block.normK().forward(source)); // [B, M, H*E]
        return of(q, k, block.attention().heads(), block.attention().scale());
    }

    /** softmax(scale q k^T) of each head, [B, H, N, M], for q [B, N, H*E] and k [B, M, H*E]. */
    static Tensor of(Tensor q, Tensor k, int heads, float scale) {
        Tensor scores = matmul(byHead(q, heads), false, byHead(k, heads), true); // [B, H, N, M]
        return softmax(scale(scores, scale));
    }

    /** [B, N, H*E] to [B, H, N, E]. */
    private static Tensor byHead(Tensor rows, int heads) {
        int batch = rows.shape().size(0);
        int count = rows.shape().size(1);
        return transpose(reshape(rows, batch, count, heads, rows.shape().size(2) / heads), 1, 2);
    }
}
