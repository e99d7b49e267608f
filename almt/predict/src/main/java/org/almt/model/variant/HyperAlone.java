package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * No fusion: the head reads the mean row of the hyper-modality, and language only guided it. In no table of the paper,
 * whose "w/o fusion transformer" (Table 4) has the numbers of concatenation (Table 7).
 */
public final class HyperAlone extends Fusion {
    /** Rows of the model's width. */
    public HyperAlone(int width) {
        super(width);
    }

    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        return Pooled.row(Ops.mean(hyper, 1)); // [B, 1, D]
    }
}
