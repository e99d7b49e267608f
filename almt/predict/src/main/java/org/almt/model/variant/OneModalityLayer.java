package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;

/**
 * A layer of adaptive hyper-modality learning that reads only one of audio and vision (paper, Table 3, "w/o audio" and
 * "w/o video"): equation (5) without the term of the other.
 *
 * <p>Children: those of the full layer without the missing modality's: {@code norm1} (language), {@code norm2} (audio)
 * or {@code norm3} (vision), {@code norm4} (hyper-modality), {@code fn.to_q}, {@code fn.to_k_ta} or {@code fn.to_k_tv},
 * {@code fn.to_v_ta} or {@code fn.to_v_tv}, {@code fn.to_out.0}. B batch, T tokens, D width, H heads, E width of a
 * head.
 */
public final class OneModalityLayer extends HyperLayer {
    private final boolean readsAudio;
    private final int heads;
    private final float scale;
    private final LayerNorm normLanguage;
    private final LayerNorm normOther;
    private final LayerNorm normHyper;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;

    /** A layer that reads audio if {@code audio}, otherwise vision. */
    public OneModalityLayer(boolean audio, int width, int heads, int headSize) {
        readsAudio = audio;
        this.heads = heads;
        scale = (float) (1 / Math.sqrt(headSize));
        int inner = heads * headSize;
        String suffix = audio ? "ta" : "tv";
        normLanguage = child("norm1", new LayerNorm(width));
        normOther = child(audio ? "norm2" : "norm3", new LayerNorm(width));
        normHyper = child("norm4", new LayerNorm(width));
        toQ = child("fn.to_q", Linear.withoutBias(width, inner));
        toK = child("fn.to_k_" + suffix, Linear.withoutBias(width, inner));
        toV = child("fn.to_v_" + suffix, Linear.withoutBias(width, inner));
        toOut = child("fn.to_out.0", new Linear(inner, width));
    }

    @Override
    public Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
        Tensor other = normOther.forward(readsAudio ? audio : vision);
        Tensor q = toQ.forward(normLanguage.forward(language)); // [B, T, H*E]
        Tensor answer = Ops.attention(q, toK.forward(other), toV.forward(other), heads, scale); // [B, T, H*E]
        return Ops.add(normHyper.forward(hyper), toOut.forward(answer)); // [B, T, D]
    }
}
