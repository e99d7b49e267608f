package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * Fusion by addition (paper, Table 7): the mean row of the hyper-modality plus that of language, [B, 1, D]. No parameters.
 */
public final class AddFusion extends Fusion {
    /** For rows of {@code width} numbers, D. */
    public AddFusion(int width) {
        super(width);
    }

    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        return Pooled.row(Ops.add(Ops.mean(hyper, 1), Ops.mean(language, 1))); // [B, 1, D]
    }
}
