package org.almt.model;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.attention;

import java.util.Optional;
import org.almt.core.Tensor;
import org.almt.model.variant.HyperAttention;
import org.almt.model.variant.HyperLayer;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;

/**
 * One layer of adaptive hyper-modality learning, AHL (paper, section 3.3). Language gives the queries, audio and vision
 * give keys and values, and the results are added to the hyper-modality.
 *
 * <pre>
 * alpha = softmax(Q_l K_a^T / sqrt E)      beta = softmax(Q_l K_v^T / sqrt E)            (3), (4)
 * H_hyper^j = LN(H_hyper^(j-1)) + W_o (alpha V_a + beta V_v) + b_o                       (5)
 * </pre>
 *
 * <p>Children: {@code norm1} to {@code norm4}, for language, audio, vision and the hyper-modality, then
 * {@code fn.to_q}, {@code fn.to_k_ta}, {@code fn.to_k_tv}, {@code fn.to_v_ta}, {@code fn.to_v_tv} and
 * {@code fn.to_out.0}. Keys and values of a modality share one norm. The residual is the <em>normalised</em>
 * hyper-modality, as in the reference; in equation (5) of the paper it is H itself.
 *
 * <p>B batch, T tokens, D width, H heads, E width of a head.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class HyperModalityLayer extends HyperLayer {
    private final int heads;
    private final float scale;
    private final LayerNorm normLanguage;
    private final LayerNorm normAudio;
    private final LayerNorm normVision;
    private final LayerNorm normHyper;
    private final Linear toQ;
    private final Linear toKAudio;
    private final Linear toKVision;
    private final Linear toVAudio;
    private final Linear toVVision;
    private final Linear toOut;

    /** A layer for rows of {@code width} elements, with {@code heads} heads of {@code headSize}. */
    public HyperModalityLayer(int width, int heads, int headSize) {
        this.heads = heads;
        scale = (float) (1 / Math.sqrt(headSize));
        int inner = heads * headSize;
        normLanguage = child("norm1", new LayerNorm(width));
        normAudio = child("norm2", new LayerNorm(width));
        normVision = child("norm3", new LayerNorm(width));
        normHyper = child("norm4", new LayerNorm(width));
        toQ = child("fn.to_q", Linear.withoutBias(width, inner));
        toKAudio = child("fn.to_k_ta", Linear.withoutBias(width, inner));
        toKVision = child("fn.to_k_tv", Linear.withoutBias(width, inner));
        toVAudio = child("fn.to_v_ta", Linear.withoutBias(width, inner));
        toVVision = child("fn.to_v_tv", Linear.withoutBias(width, inner));
        toOut = child("fn.to_out.0", new Linear(inner, width));
    }

    /**
     * The updated hyper-modality. All tensors are [B, T, D]: one scale of language, embedded audio and vision, and the
     * hyper-modality so far.
     */
    @Override
    public Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
        Tensor l = normLanguage.forward(language); // [B, T, D]
        Tensor a = normAudio.forward(audio); // [B, T, D]
        Tensor v = normVision.forward(vision); // [B, T, D]
        Tensor q = toQ.forward(l); // [B, T, H*E]
        Tensor fromAudio = attention(q, toKAudio.forward(a), toVAudio.forward(a), heads, scale); // (3) alpha V_a
        Tensor fromVision = attention(q, toKVision.forward(v), toVVision.forward(v), heads, scale); // (4) beta V_v
        Tensor answer = toOut.forward(add(fromAudio, fromVision)); // [B, T, D]
        return add(normHyper.forward(hyper), answer); // (5)  [B, T, D]
    }

    @Override
    public Optional<HyperAttention> attentionWeights(int layer, Tensor language, Tensor audio, Tensor vision) {
        Tensor q = toQ.forward(normLanguage.forward(language)); // [B, T, H*E]
        Tensor keysAudio = toKAudio.forward(normAudio.forward(audio)); // [B, T, H*E]
        Tensor keysVision = toKVision.forward(normVision.forward(vision)); // [B, T, H*E]
        Tensor alpha = AttentionWeights.of(q, keysAudio, heads, scale); // [B, H, T, T]
        Tensor beta = AttentionWeights.of(q, keysVision, heads, scale); // [B, H, T, T]
        return Optional.of(new HyperAttention(layer, alpha, beta));
    }
}
