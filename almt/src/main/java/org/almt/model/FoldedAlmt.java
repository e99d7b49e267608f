package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.TransformerBlock;

/**
 * The fast form of {@link AlmtModel}: the same function of the same parameters, without the work that does not count.
 * Values and all gradients agree with the plain form up to rounding (the order of sums differs).
 *
 * <p><b>Pruning.</b> After the last block of a modality embedding only the T tokens' rows are read, so only they need
 * queries, an output projection and a feed-forward part. Likewise the fusion needs its token's row alone.
 *
 * <p><b>Shared queries.</b> In an embedding of depth 1 these T rows are learned tokens plus positions, the same for every
 * sample: their norm and queries are computed once a step.
 *
 * <p><b>Folding.</b> Where queries are few, keys and values are never projected; see {@link FoldedAttention}.
 *
 * <p><b>Factoring.</b> Where frames have few features, as those of audio and vision, not even x̂ is built; see {@link
 * FactoredEmbedding}.
 *
 * <p>B batch, L frames, n = T + L rows, T tokens, D width.
 */
public final class FoldedAlmt {
    private FoldedAlmt() {}

    /** As {@link AlmtModel#forward}. */
    public static Tensor forward(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        return trace(model, text, audio, vision).prediction();
    }

    /** As {@link AlmtModel#trace}, but with the fused rows that count. */
    public static AlmtTrace trace(AlmtModel model, Tensor text, Tensor audio, Tensor vision) {
        Tensor v = embed(model.visionEmbedding(), vision); // [B, T, D]
        Tensor a = embed(model.audioEmbedding(), audio); // [B, T, D]
        Tensor l = embed(model.textEmbedding(), text); // [B, T, D]
        return model.fromEmbeddings(l, a, v, FoldedAlmt::fuse);
    }

    private static Tensor embed(ModalityEmbedding embedding, Tensor u) {
        embedding.check(u);
        TokenTransformer transformer = embedding.transformer();
        List<TransformerBlock> layers = transformer.encoder().layers();
        int tokens = transformer.tokens();
        int rows = tokens + u.shape().size(1);
        TransformerBlock last = layers.getLast();
        if (layers.size() == 1 && FoldedAttention.pays(tokens, rows, last.attention())) {
            Tensor targets = transformer.tokensAlone(); // [1, T, D]
            Tensor answers = FactoredEmbedding.pays(embedding, u)
                    ? FactoredEmbedding.attention(embedding, targets, u)
                    : FoldedAttention.forward(
                            last.attention(), targets, FoldedAttention.normalised(rows(embedding, u))); // [B, T, D]
            Tensor y = Ops.add(answers, targets); // [B, T, D]
            return Ops.add(y, last.feedForward().forward(y)); // [B, T, D]
        }
        Tensor x = rows(embedding, u); // [B, n, D]
        for (TransformerBlock layer : layers.subList(0, layers.size() - 1)) {
            x = layer.forward(x); // [B, n, D]
        }
        return last.forward(Ops.slice(x, 1, 0, tokens), x); // [B, T, D]
    }

    private static Tensor rows(ModalityEmbedding embedding, Tensor u) {
        return embedding.transformer().withTokens(embedding.projection().forward(u)); // [B, n, D]
    }

    /**
     * The token's row of the fusion Transformer [B, 1, D], the others being read by nobody. Rows of the target never see
     * one another, so language is not needed at all; and every layer reads the same source [B, T+1, D].
     */
    private static Tensor fuse(FusionTransformer fusion, Tensor hyper) {
        Tensor source = fusion.source(hyper); // [B, T+1, D]
        int batch = source.shape().size(0);
        int width = source.shape().size(2);
        Tensor target = fusion.tokenTarget(); // [1, 1, D], and [B, 1, D] after the first layer
        Tensor rows = FoldedAttention.normalised(source); // [B, T+1, D]
        for (TransformerBlock layer : fusion.layers()) {
            Tensor answer = FoldedAttention.pays(1, source.shape().size(1), layer.attention())
                    ? FoldedAttention.forward(layer.attention(), target, rows)
                    : layer.attention().forward(Ops.expand(target, batch, 1, width), source); // [B, 1, D]
            Tensor y = Ops.add(answer, target); // [B, 1, D]
            target = Ops.add(y, layer.feedForward().forward(y)); // [B, 1, D]
        }
        return target;
    }
}
