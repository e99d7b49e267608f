package org.almt.train.rival;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.log;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.softmax;
import static org.almt.core.op.Ops.sqrt;
import static org.almt.core.op.Ops.sum;

import org.almt.core.Tensor;

/** Formulas that several losses share. */
final class Norms {
    private Norms() {}

    /** The Euclidean norm of all elements; its gradient is 0 where it is 0. */
    static Tensor norm(Tensor x) {
        return sqrt(sum(mul(x, x)));
    }

    /** The Euclidean norm of each row of x [R, D]: [R, 1]. */
    static Tensor ofRows(Tensor x) {
        return reshape(sqrt(sum(mul(x, x), 1)), x.shape().size(0), 1);
    }

    /** Each row divided by its norm. */
    static Tensor normalised(Tensor x) {
        return div(x, ofRows(x));
    }

    /** The sizes of all elements. */
    static Tensor absolute(Tensor x) {
        return add(relu(x), relu(scale(x, -1)));
    }

    /** The mean over rows of -log softmax(logits) at the class of the row; {@code classes} [R, C] has a 1 there. */
    static Tensor crossEntropy(Tensor logits, Tensor classes) {
        return scale(mean(log(sum(mul(softmax(logits), classes), 1))), -1);
    }
}
