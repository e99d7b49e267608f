package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.MultiHeadAttention;
import org.almt.nn.layer.PreNormAttention;
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
 * <p><b>Folding.</b> With x̂ the normalised row without its affine part, keys are k = W_k (γ_k x̂ + β_k) and values
 * v = W_v (γ_v x̂ + β_v). For head h and query q,
 *
 * <pre>
 * score_i  = q · W_k,h (γ_k x̂_i + β_k) = ((W_k,h^T q) γ_k) · x̂_i + a constant of the query, which softmax cancels
 * output   = Σ p_i W_v,h (γ_v x̂_i + β_v) = W_v,h (γ_v (Σ p_i x̂_i) + β_v)                since Σ p_i = 1
 * </pre>
 *
 * so that the L + T rows of x̂, shared by keys and values, are never projected: H·T folded queries of width D attend to
 * x̂ directly. Per row of x̂ that costs 4·H·T·D multiply-adds instead of the 2·D·H·E of the two projections (and the
 * attention itself), which pays while T is smaller than E; see {@link #folds}. β_k has no effect, so its gradient here is
 * the exact zero that mathematics asks for, where the plain form has rounding noise.
 *
 * <p><b>Factoring.</b> Where frames have few features, as those of audio and vision, not even x̂ is built; see {@link
 * FactoredEmbedding}.
 *
 * <p>B batch, L frames, n = T + L rows, T tokens, D width, H heads, E width of a head.
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
        return model.fromEmbeddings(l, a, v, true);
    }

    private static Tensor embed(ModalityEmbedding embedding, Tensor u) {
        embedding.check(u);
        TokenTransformer transformer = embedding.transformer();
        List<TransformerBlock> layers = transformer.encoder().layers();
        TransformerBlock last = layers.getLast();
        int tokens = transformer.tokens();
        if (layers.size() == 1 && folds(tokens, last.attention().attention())) {
            Tensor targets = transformer.tokensAlone(); // [1, T, D]
            Tensor answers = FactoredEmbedding.pays(embedding, u)
                    ? FactoredEmbedding.attention(embedding, targets, u)
                    : attention(last.attention(), targets, rows(embedding, u)); // [B, T, D]
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

    /** Whether folding costs less than projecting keys and values. */
    static boolean folds(int tokens, MultiHeadAttention attention) {
        return tokens < attention.headWidth();
    }

    /** Shared targets [1, T, D] attend to the rows x [B, n, D]: [B, T, D], without the residual. */
    private static Tensor attention(PreNormAttention norms, Tensor targets, Tensor x) {
        MultiHeadAttention attention = norms.attention();
        int batch = x.shape().size(0);
        int width = x.shape().size(2);
        int tokens = targets.shape().size(1);
        int heads = attention.heads();
        int size = attention.headWidth();

        Tensor rows = Ops.layerNorm(x, null, null, LayerNorm.EPS); // x̂  [B, n, D]
        Tensor folded = foldedQueries(norms, targets); // [H*T, D]
        Tensor queries = Ops.expand(
                Ops.reshape(folded, 1, heads * tokens, width), batch, heads * tokens, width); // [B, H*T, D]

        Tensor mixed = Ops.attention(queries, rows, rows, 1, attention.scale()); // Σ p x̂  [B, H*T, D]

        Tensor values = Ops.add(Ops.mul(mixed, norms.normV().weight()), norms.normV().bias()); // [B, H*T, D]
        Tensor byHead = Ops.transpose(Ops.reshape(values, batch, heads, tokens * width), 0, 1); // [H, B, T*D]
        Tensor valueWeight = Ops.reshape(attention.toV().weight(), heads, size, width); // [H, E, D]
        Tensor projected = Ops.matmul(
                Ops.reshape(byHead, heads, batch * tokens, width), false, valueWeight, true); // [H, B*T, E]
        Tensor merged = Ops.transpose(projected, 0, 1); // [B*T, H, E]
        return attention.toOut().forward(Ops.reshape(merged, batch, tokens, heads * size)); // [B, T, D]
    }

    /** The queries of shared targets [1, T, D] as they meet normalised rows: (W_k^T q) γ_k  [H*T, D]. */
    static Tensor foldedQueries(PreNormAttention norms, Tensor targets) {
        MultiHeadAttention attention = norms.attention();
        int tokens = targets.shape().size(1);
        int width = targets.shape().size(2);
        int heads = attention.heads();
        int size = attention.headWidth();
        Tensor q = attention.toQ().forward(norms.normQ().forward(targets)); // [1, T, H*E]
        Tensor perHead = Ops.transpose(Ops.reshape(q, tokens, heads, size), 0, 1); // [H, T, E]
        Tensor keyWeight = Ops.reshape(attention.toK().weight(), heads, size, width); // [H, E, D]
        Tensor folded = Ops.mul(Ops.matmul(perHead, keyWeight), norms.normK().weight()); // [H, T, D]
        return Ops.reshape(folded, heads * tokens, width); // [H*T, D]
    }
}
