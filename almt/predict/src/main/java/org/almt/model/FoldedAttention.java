package org.almt.model;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.MultiHeadAttention;
import org.almt.nn.layer.PreNormAttention;

/**
 * Pre-norm attention of few queries without projecting keys and values. With x̂ the normalised row without its affine
 * part, keys are k = W_k (γ_k x̂ + β_k) and values v = W_v (γ_v x̂ + β_v). For head h and query q,
 *
 * <pre>
 * score_i  = q · W_k,h (γ_k x̂_i + β_k) = ((W_k,h^T q) γ_k) · x̂_i + a constant of the query, which softmax cancels
 * output   = Σ p_i W_v,h (γ_v x̂_i + β_v) = W_v,h (γ_v (Σ p_i x̂_i) + β_v)                since Σ p_i = 1
 * </pre>
 *
 * so that the rows of x̂, shared by keys and values, meet H·N folded queries of width D directly. β_k has no effect, so
 * its gradient here is the exact zero that mathematics asks for, where the plain form has rounding noise.
 *
 * <p>B batch, N queries of a sample, M rows, D width, H heads, E width of a head. Queries that all samples share have
 * one sample, S = 1; else S = B.
 */
final class FoldedAttention {
    private FoldedAttention() {}

    /**
     * Whether folding costs fewer multiply-adds: M·2·D·H·E for the projection of the rows, against N·2·D·H·E for that
     * of queries and mixed rows and 2·H·N·M·(D-E) more for attention at width D.
     */
    static boolean pays(int queries, int rows, PreNormAttention norms) {
        long size = norms.attention().headWidth();
        long width = norms.normK().weight().shape().width();
        return queries * (width * size + rows * (width - size)) < rows * width * size;
    }

    /** Rows without the affine part of a norm: x [B, M, D] gives x̂ [B, M, D]. */
    static Tensor normalised(Tensor x) {
        return Ops.layerNorm(x, null, null, LayerNorm.EPS);
    }

    /** Targets [S, N, D] attend to normalised rows x̂ [B, M, D]: [B, N, D], without the residual. */
    static Tensor forward(PreNormAttention norms, Tensor targets, Tensor rows) {
        MultiHeadAttention attention = norms.attention();
        int batch = rows.shape().size(0);
        int width = rows.shape().size(2);
        int samples = targets.shape().size(0);
        int count = targets.shape().size(1);
        int heads = attention.heads();

        Tensor folded = Ops.transpose(
                Ops.reshape(queries(norms, targets), heads, samples, count * width), 0, 1); // [S, H, N*D]
        Tensor queries = Ops.expand(
                Ops.reshape(folded, samples, heads * count, width), batch, heads * count, width); // [B, H*N, D]
        Tensor mixed = Ops.attention(queries, rows, rows, 1, attention.scale()); // Σ p x̂  [B, H*N, D]
        Tensor affine = Ops.add(Ops.mul(mixed, norms.normV().weight()), norms.normV().bias()); // [B, H*N, D]
        Tensor byHead = Ops.transpose(Ops.reshape(affine, batch, heads, count * width), 0, 1); // [H, B, N*D]
        Tensor values = Ops.matmul(
                Ops.reshape(byHead, heads, batch * count, width), false, perHead(attention, attention.toV().weight()),
                true); // [H, B*N, E]
        Tensor merged = Ops.transpose(values, 0, 1); // [B*N, H, E]
        return attention.toOut().forward(
                Ops.reshape(merged, batch, count, heads * attention.headWidth())); // [B, N, D]
    }

    /** The queries of targets [S, N, D] as they meet normalised rows: (W_k^T q) γ_k  [H, S*N, D]. */
    static Tensor queries(PreNormAttention norms, Tensor targets) {
        MultiHeadAttention attention = norms.attention();
        int count = targets.shape().size(0) * targets.shape().size(1);
        Tensor q = attention.toQ().forward(norms.normQ().forward(targets)); // [S, N, H*E]
        Tensor byHead = Ops.transpose(
                Ops.reshape(q, count, attention.heads(), attention.headWidth()), 0, 1); // [H, S*N, E]
        return Ops.mul(
                Ops.matmul(byHead, perHead(attention, attention.toK().weight())), norms.normK().weight()); // [H, S*N, D]
    }

    /** A projection's weight [H*E, D] head by head: [H, E, D]. */
    private static Tensor perHead(MultiHeadAttention attention, Tensor weight) {
        return Ops.reshape(weight, attention.heads(), attention.headWidth(), weight.shape().width());
    }
}
