package org.almt.train.rival;

import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.l2Norm;
import static org.almt.core.op.Ops.maximum;
import static org.almt.core.op.Ops.reshape;

import org.almt.core.Tensor;

/** Norms of rows, used by several losses. */
final class Norms {
    /** The smallest norm; smaller ones are replaced by it. */
    private static final float LEAST = 1e-6f;

    private Norms() {}

    /** The Euclidean norm of each row of x [R, D]: [R, 1]. The gradient of a norm of 0 is 0. */
    static Tensor ofRows(Tensor x) {
        return reshape(l2Norm(x), x.shape().size(0), 1);
    }

    /** Each row divided by its norm. A row of zeros, such as missing text, is not changed. */
    static Tensor normalised(Tensor x) {
        return div(x, maximum(ofRows(x), Tensor.scalar(LEAST)));
    }
}
