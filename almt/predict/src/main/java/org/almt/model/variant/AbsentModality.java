package org.almt.model.variant;

import org.almt.core.Tensor;

/** A modality that the model does not read (paper, Table 3): no parameters, no rows. */
public final class AbsentModality extends Embedding {
    /** No rows. */
    public AbsentModality() {
        super(0);
    }

    /** Null, whatever is given. */
    @Override
    public Tensor forward(Tensor u) {
        return null;
    }
}
