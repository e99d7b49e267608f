package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.Embedding;
import org.almt.model.variant.Fusion;
import org.almt.model.variant.FusionReads;
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
 * <p><b>Variants.</b> These forms are of {@link ModalityEmbedding} and {@link FusionTransformer}; what stands in for them is
 * computed as it says, and so is the rest of the model.
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
        boolean tokenAlone = model.config().fusionReads() == FusionReads.TOKEN;
        return model.fromEmbeddings(l, a, v, tokenAlone ? FoldedAlmt::fuse : Fusion::forward);
    }

    /** How an embedding's rows that are read are computed. */
    enum Way {
        /** Without building the rows of the last block; see {@link FactoredEmbedding}. */
        FACTORED,
        /** Without projecting keys and values; see {@link FoldedAttention}. */
        FOLDED,
        /** As in the plain form, with queries for the tokens alone. */
        PRUNED,
        /** As in the plain form: there are no tokens. */
        PLAIN
    }

    static Way way(Embedding any, Tensor u) {
        if (!(any instanceof ModalityEmbedding embedding)) {
            return Way.PLAIN;
        }
        TokenTransformer transformer = embedding.transformer();
        List<TransformerBlock> layers = transformer.encoder().layers();
        int tokens = transformer.tokens();
        int rows = tokens + u.shape().size(1);
        if (layers.size() > 1 || !FoldedAttention.pays(tokens, rows, transformer.encoder().last().attention())) {
            return Way.PRUNED;
        }
        return FactoredEmbedding.pays(embedding, u) ? Way.FACTORED : Way.FOLDED;
    }

    private static Tensor embed(Embedding any, Tensor u) {
        if (!(any instanceof ModalityEmbedding embedding)) {
            return any.forward(u);
        }
        embedding.check(u);
        Way way = way(embedding, u);
        if (way == Way.PRUNED) {
            return pruned(embedding, u);
        }
        TransformerBlock block = embedding.transformer().encoder().last();
        Tensor targets = embedding.transformer().tokensAlone(); // [1, T, D]
        Tensor answers = way == Way.FACTORED
                ? FactoredEmbedding.attention(embedding, targets, u)
                : FoldedAttention.forward(
                        block.attention(), targets, FoldedAttention.normalised(rows(embedding, u))); // [B, T, D]
        return around(block, targets, answers);
    }

    /** The block around its attention's answers [B, N, D] to targets [B, N, D], or [1, N, D]: [B, N, D]. */
    private static Tensor around(TransformerBlock block, Tensor targets, Tensor answers) {
        Tensor y = Ops.add(answers, targets); // [B, N, D]
        return Ops.add(y, block.feedForward().forward(y)); // [B, N, D]
    }

    private static Tensor pruned(ModalityEmbedding embedding, Tensor u) {
        List<TransformerBlock> layers = embedding.transformer().encoder().layers();
        Tensor x = rows(embedding, u); // [B, n, D]
        for (TransformerBlock layer : layers.subList(0, layers.size() - 1)) {
            x = layer.forward(x); // [B, n, D]
        }
        return embedding.transformer().encoder().last().forward(Ops.slice(x, 1, 0, embedding.transformer().tokens()),
                x); // [B, T, D]
    }

    private static Tensor rows(ModalityEmbedding embedding, Tensor u) {
        return embedding.transformer().withTokens(embedding.projection().forward(u)); // [B, n, D]
    }

    /**
     * The token's row of the fusion Transformer [B, 1, D], the others being read by nobody. Rows of the target never see
     * one another, so no other target row is needed at all; and every layer reads the same source [B, T+1, D].
     */
    private static Tensor fuse(Fusion any, Tensor hyper, Tensor language) {
        if (!(any instanceof FusionTransformer fusion)) {
            return any.forward(hyper, language);
        }
        Tensor source = fusion.source(hyper, language); // [B, T+1, D]
        int batch = source.shape().size(0);
        int width = source.shape().size(2);
        Tensor target = fusion.tokenTarget(); // [1, 1, D], and [B, 1, D] after the first layer
        Tensor rows = FoldedAttention.normalised(source); // [B, T+1, D]
        for (TransformerBlock layer : fusion.layers()) {
            Tensor answer = FoldedAttention.pays(1, source.shape().size(1), layer.attention())
                    ? FoldedAttention.forward(layer.attention(), target, rows)
                    : layer.attention().forward(Ops.expand(target, batch, 1, width), source); // [B, 1, D]
            target = around(layer, target, answer); // [B, 1, D]
        }
        return target;
    }
}
