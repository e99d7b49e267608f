package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.PreNormFeedForward;

/**
 * A hyper-modality layer whose scale of language does not guide (paper, Table 6: "replaced by MLP"): Z + W2 gelu(W1 LN(Z)
 * + b1) + b2, the feed-forward half of a Transformer block. Neither language nor audio nor vision enters. The paper does
 * not say which MLP; this is the one that the model has everywhere else.
 *
 * <p>Child {@code mlp}. B batch, T tokens, D width.
 */
public final class UnguidedLayer extends HyperLayer {
    private final PreNormFeedForward mlp;

    /** With a hidden layer of {@code hidden} numbers. */
    public UnguidedLayer(int width, int hidden) {
        mlp = child("mlp", new PreNormFeedForward(width, hidden, 0));
    }

    @Override
    public Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
        return Ops.add(hyper, mlp.forward(hyper)); // [B, T, D]
    }
}
