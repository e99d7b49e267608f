package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.nn.Layer;

/**
 * Attention on normalised rows, with a norm of its own for each of q, k and v, even where all three come from one x.
 *
 * <p>Children {@code norm_q}, {@code norm_k}, {@code norm_v} and {@code fn}. The gradient of {@code norm_k.bias} is
 * zero in mathematics, since it adds the same amount to all scores of a query; in floats it is rounding noise.
 *
 * <p>B batch, N target rows, M source rows, D width.
 */
public final class PreNormAttention extends Layer {
    private final LayerNorm normQ;
    private final LayerNorm normK;
    private final LayerNorm normV;
    private final MultiHeadAttention attention;

    /** See {@link MultiHeadAttention#MultiHeadAttention}. */
    public PreNormAttention(int width, int heads, int headWidth, float dropout) {
        normQ = child("norm_q", new LayerNorm(width));
        normK = child("norm_k", new LayerNorm(width));
        normV = child("norm_v", new LayerNorm(width));
        attention = child("fn", new MultiHeadAttention(width, heads, headWidth, dropout));
    }

    /** Rows of target [B, N, D] attend to those of source [B, M, D]; gives [B, N, D], without the residual. */
    public Tensor forward(Tensor target, Tensor source) {
        return attention.forward(normQ.forward(target), normK.forward(source), normV.forward(source)); // [B, N, D]
    }

    /** The queries' norm. */
    public LayerNorm normQ() {
        return normQ;
    }

    /** The keys' norm. */
    public LayerNorm normK() {
        return normK;
    }

    /** The values' norm. */
    public LayerNorm normV() {
        return normV;
    }

    /** What follows the norms. */
    public MultiHeadAttention attention() {
        return attention;
    }
}
