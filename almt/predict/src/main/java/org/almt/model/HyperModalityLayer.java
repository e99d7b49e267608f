package org.almt.model;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.HyperLayer;
import org.almt.nn.Layer;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;

/**
 * One layer of adaptive hyper-modality learning, AHL (paper, section 3.3): language asks, audio and vision answer, and
 * what they answer is added to the hyper-modality.
 *
 * <p>Children {@code norm1} to {@code norm4}, for language, audio, vision and the hyper-modality, and {@code fn}. The
 * norm of audio serves its keys and values, and so does that of vision. The residual is taken on the <em>normalised</em>
 * hyper-modality: equation (5) has H itself.
 *
 * <p>B batch, T tokens, D width, H heads, E width of a head.
 */
public final class HyperModalityLayer extends HyperLayer {
    private final LayerNorm normLanguage;
    private final LayerNorm normAudio;
    private final LayerNorm normVision;
    private final LayerNorm normHyper;
    private final Attention attention;

    HyperModalityLayer(int width, int heads, int headSize) {
        normLanguage = child("norm1", new LayerNorm(width));
        normAudio = child("norm2", new LayerNorm(width));
        normVision = child("norm3", new LayerNorm(width));
        normHyper = child("norm4", new LayerNorm(width));
        attention = child("fn", new Attention(width, heads, headSize));
    }

    /** All [B, T, D]: one scale of language, embedded audio and vision, and the hyper-modality, which is renewed. */
    @Override
    public Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
        Tensor answer = attention.forward(
                normLanguage.forward(language), normAudio.forward(audio), normVision.forward(vision)); // [B, T, D]
        return Ops.add(normHyper.forward(hyper), answer); // [B, T, D]
    }

    /** How language attends to audio and vision in {@link #forward}. */
    AttentionTrace.Hyper weights(Tensor language, Tensor audio, Tensor vision) {
        Tensor q = attention.toQ.forward(normLanguage.forward(language)); // [B, T, H*E]
        Tensor keysAudio = attention.toKAudio.forward(normAudio.forward(audio));
        Tensor keysVision = attention.toKVision.forward(normVision.forward(vision));
        return new AttentionTrace.Hyper(
                AttentionTrace.weights(q, keysAudio, attention.heads, attention.scale), // (3) alpha  [B, H, T, T]
                AttentionTrace.weights(q, keysVision, attention.heads, attention.scale)); // (4) beta  [B, H, T, T]
    }

    /** Two attentions with the same queries, whose results are summed before one projection. */
    static final class Attention extends Layer {
        private final int heads;
        private final float scale;
        private final Linear toQ;
        private final Linear toKAudio;
        private final Linear toKVision;
        private final Linear toVAudio;
        private final Linear toVVision;
        private final Linear toOut;

        Attention(int width, int heads, int headSize) {
            this.heads = heads;
            this.scale = (float) (1 / Math.sqrt(headSize));
            int inner = heads * headSize;
            toQ = child("to_q", Linear.withoutBias(width, inner));
            toKAudio = child("to_k_ta", Linear.withoutBias(width, inner));
            toKVision = child("to_k_tv", Linear.withoutBias(width, inner));
            toVAudio = child("to_v_ta", Linear.withoutBias(width, inner));
            toVVision = child("to_v_tv", Linear.withoutBias(width, inner));
            toOut = child("to_out.0", new Linear(inner, width));
        }

        Tensor forward(Tensor language, Tensor audio, Tensor vision) {
            Tensor q = toQ.forward(language); // [B, T, H*E]
            Tensor fromAudio = Ops.attention(
                    q, toKAudio.forward(audio), toVAudio.forward(audio), heads, scale); // (3) alpha V_a  [B, T, H*E]
            Tensor fromVision = Ops.attention(
                    q, toKVision.forward(vision), toVVision.forward(vision), heads, scale); // (4) beta V_v
            return toOut.forward(Ops.add(fromAudio, fromVision)); // (5) alpha V_a + beta V_v, projected  [B, T, D]
        }
    }
}
