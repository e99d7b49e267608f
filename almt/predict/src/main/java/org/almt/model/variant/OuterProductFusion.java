package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.TensorFusion;

/**
 * Fusion as in the Tensor Fusion Network (paper, Table 7, "TFN"): the outer product of the mean rows of the hyper-modality
 * and of language, each with a 1 before it, [B, 1, (D + 1)²]. No parameters; the head, which is linear, is as wide as the
 * product, and the network's own layers between product and head are left out, so that all fusions have the same head.
 */
public final class OuterProductFusion extends Fusion {
    /** For rows of {@code width} numbers, D. */
    public OuterProductFusion(int width) {
        super(TensorFusion.width(width, width));
    }

    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        return Pooled.row(TensorFusion.of(Ops.mean(hyper, 1), Ops.mean(language, 1))); // [B, 1, (D+1)²]
    }
}
