package org.almt.model;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.attention;
import static org.almt.core.op.Ops.expand;
import static org.almt.core.op.Ops.layerNorm;
import static org.almt.core.op.Ops.matmul;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.transpose;

import org.almt.core.Tensor;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.MultiHeadAttention;
import org.almt.nn.layer.TransformerBlock;

/**
 * The attention of a pre-norm block without input biases, computed without projecting keys and values. It is for few
 * queries. Let x̂ be the normalised row without its affine part. Keys are k = W_k (γ_k x̂ + β_k), values are v = W_v
 * (γ_v x̂ + β_v). For head h and query q:
 *
 * <pre>
 * score_i  = q · W_k,h (γ_k x̂_i + β_k) = ((W_k,h^T q) γ_k) · x̂_i + a constant of the query, which softmax cancels
 * output   = Σ p_i W_v,h (γ_v x̂_i + β_v) = W_v,h (γ_v (Σ p_i x̂_i) + β_v)                since Σ p_i = 1
 * </pre>
 *
 * So H·N folded queries of width D attend directly to the rows x̂, which keys and values share. β_k has no effect. Its
 * gradient here is exactly zero, as in exact arithmetic; in the plain form it is rounding noise.
 *
 * <p>B batch, N queries of a sample, M rows, D width, H heads, E width of a head. S = 1 for queries that all samples
 * share, otherwise S = B.
 */
final class FoldedAttention {
    private FoldedAttention() {}

    /**
     * Whether folding costs fewer multiply-adds. Without folding, the projection of the rows costs M·2·D·H·E. With
     * folding, the projection of queries and mixed rows costs N·2·D·H·E, and attention at width D costs 2·H·N·M·(D-E)
     * more.
     */
    static boolean pays(int queries, int rows, TransformerBlock block) {
        long size = block.attention().headWidth();
        long width = block.normK().weight().shape().width();
        return queries * (width * size + rows * (width - size)) < rows * width * size;
    }

    /** The normalised rows x̂ [B, M, D] of x [B, M, D], without the affine part of the norm. */
    static Tensor normalised(Tensor x) {
        return layerNorm(x, null, null, LayerNorm.EPS);
    }

    /** The attention [B, N, D] of targets [S, N, D] to normalised rows x̂ [B, M, D], without the residual. */
    static Tensor forward(TransformerBlock block, Tensor targets, Tensor rows) {
        MultiHeadAttention layer = block.attention();
        int batch = rows.shape().size(0);
        int width = rows.shape().size(2);
        int samples = targets.shape().size(0);
        int count = targets.shape().size(1);
        int heads = layer.heads();

        Tensor q = queries(block, targets); // [H, S*N, D]
        q = reshape(q, heads, samples, count * width); // [H, S, N*D]
        q = transpose(q, 0, 1); // [S, H, N*D]
        q = reshape(q, samples, heads * count, width); // [S, H*N, D]
        q = expand(q, batch, heads * count, width); // [B, H*N, D]

        Tensor y = attention(q, rows, rows, 1, layer.scale()); // Σ p x̂  [B, H*N, D]
        y = mul(y, block.normV().weight());
        y = add(y, block.normV().bias()); // γ_v (Σ p x̂) + β_v  [B, H*N, D]

        y = reshape(y, batch, heads, count * width); // [B, H, N*D]
        y = transpose(y, 0, 1); // [H, B, N*D]
        y = reshape(y, heads, batch * count, width); // [H, B*N, D]
        y = matmul(y, false, perHead(layer, layer.valueWeight()), true); // W_v,h (…)  [H, B*N, E]
        y = transpose(y, 0, 1); // [B*N, H, E]
        y = reshape(y, batch, count, heads * layer.headWidth()); // [B, N, H*E]
        return layer.out().forward(y); // [B, N, D]
    }

    /** The folded queries of targets [S, N, D]: (W_k^T q) γ_k  [H, S*N, D]. */
    static Tensor queries(TransformerBlock block, Tensor targets) {
        MultiHeadAttention layer = block.attention();
        int count = targets.shape().size(0) * targets.shape().size(1);
        Tensor q = block.normQ().forward(targets); // [S, N, D]
        q = layer.queries(q); // [S, N, H*E]
        q = reshape(q, count, layer.heads(), layer.headWidth()); // [S*N, H, E]
        q = transpose(q, 0, 1); // [H, S*N, E]
        q = matmul(q, perHead(layer, layer.keyWeight())); // W_k,h^T q  [H, S*N, D]
        return mul(q, block.normK().weight()); // [H, S*N, D]
    }

    /** A projection's weight [H*E, D] head by head: [H, E, D]. */
    private static Tensor perHead(MultiHeadAttention layer, Tensor weight) {
        return reshape(weight, layer.heads(), layer.headWidth(), weight.shape().width());
    }
}
