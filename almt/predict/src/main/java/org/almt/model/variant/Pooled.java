package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * Fusions other than the Transformer join one vector of the hyper-modality with one of language: the mean of the rows of
 * each. The paper does not say what its other fusions (Table 7) are given; the mean needs no parameters and takes any
 * number of rows.
 */
final class Pooled {
    private Pooled() {}

    /** A fused vector [B, W] as the only fused row, [B, 1, W]. */
    static Tensor row(Tensor vector) {
        return Ops.reshape(vector, vector.shape().size(0), 1, vector.shape().size(1));
    }
}
