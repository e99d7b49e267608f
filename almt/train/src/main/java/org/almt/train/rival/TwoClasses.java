package org.almt.train.rival;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.addScalar;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.exp;
import static org.almt.core.op.Ops.log;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.sub;

import org.almt.core.Tensor;

/** The cross entropy of two classes, by the difference of their logits. */
final class TwoClasses {
    private TwoClasses() {}

    /** The mean over rows of logits [R, 2], of which the first {@code ones} belong to class 1 and the rest to class 0. */
    static Tensor crossEntropy(Tensor logits, int ones) {
        int rows = logits.shape().size(0);
        Tensor difference = sub(slice(logits, 1, 1, 2), slice(logits, 1, 0, 1)); // [R, 1]
        Tensor against = concat(0, scale(slice(difference, 0, 0, ones), -1), slice(difference, 0, ones, rows));
        return mean(softplus(against));
    }

    /** log(1 + exp x) without overflow: max(x, 0) + log(1 + exp(-|x|)). */
    private static Tensor softplus(Tensor x) {
        Tensor positive = relu(x);
        Tensor size = add(positive, relu(scale(x, -1)));
        return add(positive, log(addScalar(exp(scale(size, -1)), 1)));
    }
}
