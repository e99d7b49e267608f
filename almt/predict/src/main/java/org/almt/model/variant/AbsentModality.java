package org.almt.model.variant;

import org.almt.core.Tensor;

/** A modality that the model does not read (paper, Table 3): no parameters, no rows. */
public final class AbsentModality extends EmbeddingStage {
    private final int width;

    /** An embedding without rows, of width {@code width}, D. */
    public AbsentModality(int width) {
        super(0);
        this.width = width;
    }

    /** Always no rows: [B, 0, D]. */
    @Override
    public Tensor forward(Tensor u) {
        return Tensor.zeros(u.shape().size(0), 0, width);
    }
}
