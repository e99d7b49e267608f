package org.almt.model;

import static org.almt.model.AlmtModel.last;

import java.util.List;
import org.almt.core.Tensor;

/**
 * The fast form of {@link AlmtModel}: the same function of the same parameters, without unused work. Values and all
 * gradients agree with the plain form up to rounding, because the order of sums differs.
 *
 * <p><b>Pruning.</b> After the last block of a modality embedding, only the rows of the T tokens are read. So only they
 * need queries, an output projection and a feed-forward part. In the same way, the fusion needs only its token's row.
 *
 * <p><b>Shared queries.</b> In an embedding of depth 1, these T rows are learned tokens plus positions, the same for
 * every sample. Their norm and queries are computed once per step.
 *
 * <p><b>Folding.</b> If there are few queries, keys and values are not projected; see {@code FoldedAttention}.
 *
 * <p><b>Factoring.</b> If frames have few features, as in audio and vision, their normalised rows are not computed
 * either; see {@code FactoredEmbedding}.
 *
 * <p><b>Variants.</b> The short cuts apply to {@link ModalityEmbedding} and {@link FusionTransformer}. Variant parts
 * and the rest of the model run in their plain form.
 *
 * <p>B batch, T tokens, D width.
 *
 * <p>Threads: safe for many at once.
 */
public final class FoldedAlmt {
    private FoldedAlmt() {}

    /** Like {@link AlmtModel#forward}. */
    public static Tensor forward(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        return states(model, text, audio, vision).prediction();
    }

    /** Like {@link AlmtModel#states}, but with only those fused rows that the head reads. */
    public static AlmtStates states(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        Tensor v = model.visionEmbedding().folded(vision); // [B, T, D]
        Tensor a = model.audioEmbedding().folded(audio); // [B, T, D]
        Tensor l = model.textEmbedding().folded(text); // [B, T, D]
        List<Tensor> scales = model.languageScales().forward(l); // [B, T, D]
        List<Tensor> hypers = model.hyperModality().forward(scales, a, v); // [B, T, D]
        Tensor fused = model.fusion().folded(last(hypers), last(scales)); // [B, 1, D]
        Tensor prediction = model.head(fused, text); // [B, 1]
        return new AlmtStates(l, a, v, scales, hypers, fused, prediction);
    }
}
