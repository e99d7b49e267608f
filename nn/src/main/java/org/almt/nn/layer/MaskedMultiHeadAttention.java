package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Multi-head attention (Vaswani et al., 2017) in the form of PyTorch's and fairseq's {@code MultiheadAttention}: biases
 * everywhere, heads that share the width, a mask for each query, and dropout of the attention's probabilities.
 *
 * <p>Parameters {@code in_proj_weight} [3D, D], Xavier's uniform, for queries, keys and values one below the other, {@code
 * in_proj_bias} [3D], zeros, {@code out_proj.weight} [D, D], Xavier's uniform, and {@code out_proj.bias} [D], zeros.
 *
 * <p>B batch, N query rows, M key and value rows, D width, H heads of D/H.
 */
public final class MaskedMultiHeadAttention extends Layer {
    private final int width;
    private final int heads;
    private final Tensor inWeight;
    private final Tensor inBias;
    private final Linear out;
    private final Dropout dropout;

    /** For rows of {@code width} numbers; {@code dropout} acts on the probabilities. */
    public MaskedMultiHeadAttention(int width, int heads, float dropout) {
        if (heads < 1 || width < 1 || width % heads != 0) {
            throw new IllegalArgumentException("multi-head attention: " + heads + " heads do not divide the width "
                    + width);
        }
        this.width = width;
        this.heads = heads;
        inWeight = parameter("in_proj_weight", Initialiser.xavierUniform(1), 3 * width, width);
        inBias = parameter("in_proj_bias", Initialiser.zeros(), 3 * width);
        out = child("out_proj", new Linear(width, width, Initialiser.xavierUniform(1), Initialiser.zeros()));
        this.dropout = child("dropout", new Dropout(dropout));
    }

    /**
     * query [B, N, D], key and value [B, M, D] give [B, N, D].
     *
     * @param maskOrNull [N, M], 0, or -infinity to hide a key from a query
     */
    public Tensor forward(Tensor query, Tensor key, Tensor value, Tensor maskOrNull) {
        Tensor q = projected(0, query); // [B, N, D]
        Tensor k = projected(1, key); // [B, M, D]
        Tensor v = projected(2, value); // [B, M, D]
        float scale = (float) (1 / Math.sqrt(width / heads));
        Tensor mixed = dropout.acts()
                ? Ops.maskedAttention(q, k, v, heads, scale, maskOrNull, dropout.p(), dropout.source())
                : Ops.maskedAttention(q, k, v, heads, scale, maskOrNull);
        return out.forward(mixed); // [B, N, D]
    }

    private Tensor projected(int third, Tensor x) {
        int from = third * width;
        return Ops.linear(
                x, Ops.slice(inWeight, 0, from, from + width), Ops.slice(inBias, 0, from, from + width));
    }

    /** For example {@code MaskedMultiHeadAttention(10 heads of 5)}. */
    @Override
    public String toString() {
        return "MaskedMultiHeadAttention(" + heads + " heads of " + width / heads + ")";
    }
}
