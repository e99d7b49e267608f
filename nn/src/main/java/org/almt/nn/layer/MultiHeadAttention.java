package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;

/**
 * Multi-head attention (Vaswani et al., 2017), as the Vision Transformer's common form has it: head h sees features
 * h*E to h*E+E-1 of the projected rows, and out = concat over h of softmax(q_h k_h^T / sqrt E) v_h, projected back.
 *
 * <p>Parameters {@code to_q.weight}, {@code to_k.weight}, {@code to_v.weight} [H*E, D], without biases, then {@code
 * to_out.0.weight} [D, H*E] and {@code to_out.0.bias} [D]. The inner width H*E need not be D.
 *
 * <p>B batch, N query rows, M key and value rows, D width, H heads, E width of a head.
 */
public final class MultiHeadAttention extends Layer {
    private final int heads;
    private final int headWidth;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;
    private final Dropout dropout;

    /** For rows of {@code width} numbers; {@code dropout} acts on the result. */
    public MultiHeadAttention(int width, int heads, int headWidth, float dropout) {
        if (heads < 1 || headWidth < 1) {
            throw new IllegalArgumentException("multi-head attention: " + heads + " heads of width " + headWidth
                    + "; both must be 1 or more");
        }
        this.heads = heads;
        this.headWidth = headWidth;
        int inner = heads * headWidth;
        toQ = child("to_q", Linear.withoutBias(width, inner));
        toK = child("to_k", Linear.withoutBias(width, inner));
        toV = child("to_v", Linear.withoutBias(width, inner));
        toOut = child("to_out.0", new Linear(inner, width));
        this.dropout = child("to_out.1", new Dropout(dropout));
    }

    /** query [B, N, D], key and value [B, M, D] give [B, N, D]. */
    public Tensor forward(Tensor query, Tensor key, Tensor value) {
        Tensor q = toQ.forward(query); // [B, N, H*E]
        Tensor k = toK.forward(key); // [B, M, H*E]
        Tensor v = toV.forward(value); // [B, M, H*E]
        Tensor mixed = Ops.attention(q, k, v, heads, scale()); // [B, N, H*E]
        return dropout.forward(toOut.forward(mixed)); // [B, N, D]
    }

    /** 1 / sqrt E, by which scores are multiplied. */
    public float scale() {
        return (float) (1 / Math.sqrt(headWidth));
    }

    /** H. */
    public int heads() {
        return heads;
    }

    /** E. */
    public int headWidth() {
        return headWidth;
    }

    /** The queries' projection [H*E, D]. */
    public Linear toQ() {
        return toQ;
    }

    /** The keys' projection [H*E, D]. */
    public Linear toK() {
        return toK;
    }

    /** The values' projection [H*E, D]. */
    public Linear toV() {
        return toV;
    }

    /** The output projection [D, H*E], with a bias. */
    public Linear toOut() {
        return toOut;
    }

    /** For example {@code MultiHeadAttention(8 heads of 64)}. */
    @Override
    public String toString() {
        return "MultiHeadAttention(" + heads + " heads of " + headWidth + ")";
    }
}
