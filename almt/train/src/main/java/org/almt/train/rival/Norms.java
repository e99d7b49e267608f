package org.almt.train.rival;

import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.l2Norm;
import static org.almt.core.op.Ops.maximum;
import static org.almt.core.op.Ops.reshape;

import org.almt.core.Tensor;

/** Norms of rows, as several losses use them. */
final class Norms {
    /** Smaller norms count as this. */
    private static final float LEAST = 1e-6f;

    private Norms() {}

    /** The Euclidean norm of each row of x [R, D]: [R, 1]; its gradient is 0 where it is 0. */
    static Tensor ofRows(Tensor x) {
        return reshape(l2Norm(x), x.shape().size(0), 1);
    }

    /** Each row divided by its norm; a row of zeros, which text is that is missing wholly, stays. */
    static Tensor normalised(Tensor x) {
        return div(x, maximum(ofRows(x), Tensor.scalar(LEAST)));
    }
}
