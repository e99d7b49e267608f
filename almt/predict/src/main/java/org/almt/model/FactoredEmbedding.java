package org.almt.model;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.MultiHeadAttention;
import org.almt.nn.layer.PreNormAttention;

/**
 * The attention of a modality embedding of depth 1 without building its rows: for frames of few features.
 *
 * <p>Row i of a sample is x_i = W u_i + b + pos_i (a token's: token_i + pos_i), so the sample enters through the F
 * numbers of u_i alone; everything else is shared. A layer norm first takes away the row's mean, which is linear too.
 * With C_i = b + pos_i (or token_i + pos_i) and P the columns of W, all less their own means,
 *
 * <pre>
 * x̂_i = r_i (C_i + Σ_f u_if P_f)         r_i = 1 / sqrt(|C_i + Σ_f u_if P_f|² / D + ε)
 *
 * q · x̂_i   = r_i (q · C_i + Σ_f u_if q · P_f)                the products q · C_i, q · P_f once a step
 * Σ p_i x̂_i = Σ (p_i r_i) C_i + Σ_f (Σ p_i r_i u_if) P_f      a = (p r, Σ p r u) over the basis (C, P)
 * output    = Σ_i p_i W_v,h (γ_v x̂_i + β_v) = a (W_v,h γ_v (C, P)) + W_v,h β_v     as Σ p_i = 1
 * </pre>
 *
 * and |C_i + Σ u P|² is a quadratic form of u_i with the products of C and P as coefficients. The products and the
 * projected basis belong to the parameters, the rest, {@link FactoredAttention} and one matrix product a head, to
 * the samples. Same function as {@link ModalityEmbedding}'s, all gradients included, up to rounding.
 *
 * <p>B batch, L frames, F features of a frame, T tokens, n = T + L rows, K = n + F, D width, H heads, E width of a head.
 */
final class FactoredEmbedding {
    private FactoredEmbedding() {}

    /**
     * Whether it costs less than building rows and folding: per row, multiply-adds of scores, mixing, lengths and the
     * values' product against those of the projection, scores and mixing. Frames must not need a gradient.
     */
    static boolean pays(ModalityEmbedding embedding, Tensor u) {
        MultiHeadAttention attention = lastNorms(embedding).attention();
        long features = u.shape().size(2);
        long width = embedding.projection().weight().shape().size(0);
        long queries = (long) attention.heads() * embedding.transformer().tokens();
        long factored = 2 * queries * features + features * features + queries * attention.headWidth();
        long built = features * width + 2 * queries * width;
        return !u.requiresGrad() && factored < built;
    }

    /** Shared targets [1, T, D] attend to themselves and the frames u [B, L, F]: [B, T, D], without the residual. */
    static Tensor attention(ModalityEmbedding embedding, Tensor targets, Tensor u) {
        PreNormAttention norms = lastNorms(embedding);
        MultiHeadAttention attention = norms.attention();
        int batch = u.shape().size(0);
        int features = u.shape().size(2);
        int tokens = targets.shape().size(1);
        int width = targets.shape().size(2);
        int heads = attention.heads();
        int size = attention.headWidth();

        Tensor table = embedding.transformer().table(embedding.projection().bias(), u.shape().size(1)); // [n, D]
        Tensor columns = Ops.transpose(embedding.projection().weight(), 0, 1); // [F, D]
        Tensor basis = centred(Ops.concat(0, table, columns)); // (C, P)  [K, D]
        int rows = table.shape().size(0);
        int all = rows + features;
        Tensor c = Ops.slice(basis, 0, 0, rows); // [n, D]
        Tensor p = Ops.slice(basis, 0, rows, all); // [F, D]

        Tensor z = Ops.matmul(FoldedAttention.queries(norms, targets), false, basis, true); // [H, T, K]
        Tensor gram = Ops.matmul(p, false, basis, true); // [F, K]
        Tensor squares = Ops.sum(Ops.mul(c, c), 1); // [n]
        Tensor a = new FactoredAttention(
                z, gram, squares, Ops.transpose(u, 1, 2), width, attention.scale(),
                LayerNorm.EPS).apply(); // [H, B*T, K]

        Tensor valueWeight = attention.toV().weight(); // [H*E, D]
        Tensor values = Ops.matmul(valueWeight, false, Ops.mul(basis, norms.normV().weight()), true); // [H*E, K]
        Tensor mixed = Ops.matmul(a, false, Ops.reshape(values, heads, size, all), true); // [H, B*T, E]
        Tensor merged = Ops.reshape(Ops.transpose(mixed, 0, 1), batch * tokens, heads * size); // [B*T, H*E]
        Tensor shift = Ops.linear(norms.normV().bias(), valueWeight, null); // W_v β_v  [H*E]
        Tensor y = attention.toOut().forward(Ops.add(merged, shift)); // [B*T, D]
        return Ops.reshape(y, batch, tokens, width); // [B, T, D]
    }

    private static Tensor centred(Tensor rows) {
        return Ops.sub(rows, Ops.reshape(Ops.mean(rows, 1), rows.shape().size(0), 1)); // [K, D]
    }

    private static PreNormAttention lastNorms(ModalityEmbedding embedding) {
        return embedding.transformer().encoder().last().attention();
    }
}
