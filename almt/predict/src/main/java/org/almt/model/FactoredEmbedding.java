package org.almt.model;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.linear;
import static org.almt.core.op.Ops.matmul;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.sub;
import static org.almt.core.op.Ops.sum;
import static org.almt.core.op.Ops.transpose;

import org.almt.core.Tensor;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.MultiHeadAttention;
import org.almt.nn.layer.TransformerBlock;

/**
 * The attention of a modality embedding of depth 1 without computing its rows, for frames of few features.
 *
 * <p>Row i of a sample is x_i = W u_i + b + pos_i (for a token: token_i + pos_i). Only the F numbers of u_i depend on
 * the sample; all else is shared. A layer norm first subtracts the row's mean, which is a linear map too. With C_i = b
 * + pos_i (or token_i + pos_i) and P the columns of W, all minus their own means:
 *
 * <pre>
 * x̂_i = r_i (C_i + Σ_f u_if P_f)         r_i = 1 / sqrt(|C_i + Σ_f u_if P_f|² / D + ε)
 *
 * q · x̂_i   = r_i (q · C_i + Σ_f u_if q · P_f)                the products q · C_i, q · P_f once a step
 * Σ p_i x̂_i = Σ (p_i r_i) C_i + Σ_f (Σ p_i r_i u_if) P_f      a = (p r, Σ p r u) over the basis (C, P)
 * output    = Σ_i p_i W_v,h (γ_v x̂_i + β_v) = a (W_v,h γ_v (C, P)) + W_v,h β_v     as Σ p_i = 1
 * </pre>
 *
 * |C_i + Σ u P|² is a quadratic form of u_i. Its coefficients are the products of C and P. The products and the
 * projected basis depend on the parameters alone. {@link FactoredAttention} and one matrix product per head depend on
 * the samples. The function and all gradients are those of {@link ModalityEmbedding}, up to rounding.
 *
 * <p>B batch, L frames, F features of a frame, T tokens, n = T + L rows, K = n + F, D width, H heads, E width of a
 * head.
 */
final class FactoredEmbedding {
    private FactoredEmbedding() {}

    /**
     * Whether this form costs less than computing rows and folding. It compares multiply-adds per row: those of scores,
     * mixing, norms and the product with the values, and those of the projection, scores and mixing. Frames must not
     * need a gradient.
     */
    static boolean pays(ModalityEmbedding embedding, Tensor u) {
        MultiHeadAttention layer = embedding.lastBlock().attention();
        long features = u.shape().size(2);
        long width = embedding.weight().shape().size(0);
        long queries = (long) layer.heads() * embedding.tokens();
        long factored = 2 * queries * features + features * features + queries * layer.headWidth();
        long built = features * width + 2 * queries * width;
        return !u.requiresGrad() && factored < built;
    }

    /**
     * The attention [B, T, D] of shared targets [1, T, D] to themselves and the frames u [B, L, F], without the
     * residual.
     */
    static Tensor attention(ModalityEmbedding embedding, Tensor targets, Tensor u) {
        TransformerBlock block = embedding.lastBlock();
        MultiHeadAttention layer = block.attention();
        int batch = u.shape().size(0);
        int features = u.shape().size(2);
        int tokens = targets.shape().size(1);
        int width = targets.shape().size(2);
        int heads = layer.heads();
        int size = layer.headWidth();

        Tensor table = embedding.sharedRows(u.shape().size(1)); // [n, D]
        Tensor columns = transpose(embedding.weight(), 0, 1); // [F, D]
        Tensor basis = centred(concat(0, table, columns)); // (C, P)  [K, D]
        int rows = table.shape().size(0);
        int all = rows + features;
        Tensor c = slice(basis, 0, 0, rows); // [n, D]
        Tensor p = slice(basis, 0, rows, all); // [F, D]

        Tensor z = matmul(FoldedAttention.queries(block, targets), false, basis, true); // q · (C, P)  [H, T, K]
        Tensor gram = matmul(p, false, basis, true); // P · (C, P)  [F, K]
        Tensor squares = sum(mul(c, c), 1); // |C_i|²  [n]
        Tensor frames = transpose(u, 1, 2); // [B, F, L]
        Tensor a = new FactoredAttention(
                z, gram, squares, frames, width, layer.scale(), LayerNorm.EPS).apply(); // (p r, Σ p r u)  [H, B*T, K]

        Tensor scaled = mul(basis, block.normV().weight()); // γ_v (C, P)  [K, D]
        Tensor values = matmul(layer.valueWeight(), false, scaled, true); // W_v γ_v (C, P)  [H*E, K]
        values = reshape(values, heads, size, all); // [H, E, K]
        Tensor y = matmul(a, false, values, true); // a (W_v,h γ_v (C, P))  [H, B*T, E]
        y = transpose(y, 0, 1); // [B*T, H, E]
        y = reshape(y, batch * tokens, heads * size); // [B*T, H*E]
        y = add(y, linear(block.normV().bias(), layer.valueWeight(), null)); // + W_v β_v  [B*T, H*E]
        y = layer.out().forward(y); // [B*T, D]
        return reshape(y, batch, tokens, width); // [B, T, D]
    }

    private static Tensor centred(Tensor rows) {
        return sub(rows, reshape(mean(rows, 1), rows.shape().size(0), 1)); // [K, D]
    }
}
