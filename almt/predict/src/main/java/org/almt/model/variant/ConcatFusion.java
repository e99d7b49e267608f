package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * Fusion by concatenation (paper, Table 7; also Table 4's "w/o fusion transformer", whose numbers are the same): the mean
 * rows of the hyper-modality and of language beside one another, [B, 1, 2D]. No parameters; the head is twice as wide.
 */
public final class ConcatFusion extends Fusion {
    /** For rows of {@code width} numbers, D. */
    public ConcatFusion(int width) {
        super(2 * width);
    }

    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        return Pooled.row(Ops.concat(1, Ops.mean(hyper, 1), Ops.mean(language, 1))); // [B, 1, 2D]
    }
}
