package org.almt.model.variant;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.gelu;

import org.almt.core.Tensor;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;

/**
 * A hyper-modality layer whose scale of language does not guide (paper, Table 6: "replaced by MLP"). It computes Z + W2
 * gelu(W1 LN(Z) + b1) + b2, the feed-forward half of a Transformer block. Neither language nor audio nor vision enters.
 * The paper does not state which MLP; this is the one used in the rest of the model.
 *
 * <p>Children: {@code mlp.norm}, {@code mlp.fn.net.0} and {@code mlp.fn.net.3}. B batch, T tokens, D width.
 */
public final class UnguidedLayer extends HyperLayer {
    private final LayerNorm norm;
    private final Linear in;
    private final Linear out;

    /** A layer with {@code hidden} hidden elements. */
    public UnguidedLayer(int width, int hidden) {
        norm = child("mlp.norm", new LayerNorm(width));
        in = child("mlp.fn.net.0", new Linear(width, hidden));
        out = child("mlp.fn.net.3", new Linear(hidden, width));
    }

    @Override
    public Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper) {
        Tensor hidden = gelu(in.forward(norm.forward(hyper))); // [B, T, hidden]
        return add(hyper, out.forward(hidden)); // [B, T, D]
    }
}
