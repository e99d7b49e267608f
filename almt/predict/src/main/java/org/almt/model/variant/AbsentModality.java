package org.almt.model.variant;

import org.almt.core.Tensor;

/** A modality that the model does not read (paper, Table 3): no parameters, no rows. */
public final class AbsentModality extends EmbeddingStage {
    private final int width;

    /** Of no rows of {@code width} elements, D. */
    public AbsentModality(int width) {
        super(0);
        this.width = width;
    }

    /** No rows, [B, 0, D], whatever is given. */
    @Override
    public Tensor forward(Tensor u) {
        return Tensor.zeros(u.shape().size(0), 0, width);
    }
}
