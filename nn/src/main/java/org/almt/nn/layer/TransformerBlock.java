package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;

/**
 * A pre-norm Transformer block: attention, then a feed-forward layer, each added to what it was given.
 *
 * <pre>
 * x = target + Attention(LN_q(target), LN_k(source), LN_v(source))
 * y = x + W2 gelu(W1 LN(x) + b1) + b2
 * </pre>
 *
 * Self-attention is the case source = target. A row of y depends on its own row of target and on all of source: for the
 * first rows alone, give only these as target.
 *
 * <p>Children {@code 0} and {@code 1}; 17 tensors. B batch, N target rows, M source rows, D width.
 */
public final class TransformerBlock extends Layer {
    private final PreNormAttention attention;
    private final PreNormFeedForward feedForward;

    /** The block of the given sizes; all dropouts are {@code sizes.dropout()}. */
    public TransformerBlock(BlockSizes sizes) {
        attention = child(
                "0", new PreNormAttention(sizes.width(), sizes.heads(), sizes.headWidth(), sizes.dropout()));
        feedForward = child("1", new PreNormFeedForward(sizes.width(), sizes.hidden(), sizes.dropout()));
    }

    /** Self-attention: x [B, N, D] gives [B, N, D]. */
    public Tensor forward(Tensor x) {
        return forward(x, x);
    }

    /** Cross-attention: target [B, N, D] and source [B, M, D] give [B, N, D]. */
    public Tensor forward(Tensor target, Tensor source) {
        Tensor x = Ops.add(target, attention.forward(target, source)); // [B, N, D]
        return Ops.add(x, feedForward.forward(x)); // [B, N, D]
    }

    /** The attention half. */
    public PreNormAttention attention() {
        return attention;
    }

    /** The feed-forward half. */
    public PreNormFeedForward feedForward() {
        return feedForward;
    }
}
