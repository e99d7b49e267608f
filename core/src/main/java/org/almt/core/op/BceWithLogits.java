package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The mean binary cross-entropy between scores and targets from 0 to 1. The sigmoid of a score is a probability. The
 * formula neither overflows nor cancels.
 *
 * <pre>
 * forward   l = max(x, 0) - x t + log(1 + exp(-|x|)) = -t log p - (1 - t) log(1 - p)     p = sigmoid(x)
 *           loss = (sum l) / n
 * backward  dx += dloss / n (p - t),  dt -= dloss / n x
 * saved     x, t
 * cost      an exponential and a logarithm for each element of x; an exponential backward
 * letters   x the logit, t the target, n elements of x
 * </pre>
 *
 * Shapes: x and t equal, of one element or more; loss a scalar.
 *
 * <p>Threads: one at a time.
 */
public final class BceWithLogits extends Op {
    /** The most by which a sum of probabilities may exceed 1. */
    private static final float ROUNDING = 1e-6f;

    private final Tensor x;
    private final Tensor target;
    private final Tensor loss;
    private final Tensor terms;
    private final Tensor slope;

    BceWithLogits(Tensor x, Tensor target) {
        super("bceWithLogits", x, target);
        this.x = x;
        this.target = target;
        Checks.sameShape("bceWithLogits", x, target);
        Checks.notEmpty("bceWithLogits", x);
        loss = output(Shape.SCALAR);
        terms = buffer(x.shape());
        slope = scratch(x.shape());
        readsInBackward(x, target);
    }

    @Override
    protected void forward() {
        requireTargets();
        Kernels kernels = Engine.kernels();
        int count = x.shape().count();
        Slabs.overElements(count, Slabs.COSTLY, (from, n) -> {
            float[] l = terms.array();
            int at = terms.offset() + from;
            for (int i = 0; i < n; i++) {
                l[at + i] = -Math.abs(x.array()[x.offset() + from + i]);
            }
            kernels.functions().softplus(n, l, at, l, at);
            for (int i = 0; i < n; i++) {
                float score = x.array()[x.offset() + from + i];
                float wrong = Math.fma(-score, target.array()[target.offset() + from + i], Math.max(score, 0));
                l[at + i] = wrong + l[at + i];
            }
        });
        loss.array()[loss.offset()] = kernels.reductions().sum(count, terms.array(), terms.offset()) / count;
    }

    /** With labels of -1 and 1 the loss would become negative and fall without limit. */
    private void requireTargets() {
        for (int i = 0; i < target.shape().count(); i++) {
            float t = target.array()[target.offset() + i];
            if (!(t >= -ROUNDING && t <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("bceWithLogits: the target at position " + i + " is " + t
                        + "; a number from 0 to 1 is needed, of labels -1 and 1 use (1 + label) / 2");
            }
        }
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        int count = x.shape().count();
        float share = gradient(loss).item() / count;
        if (wants(x)) {
            Tensor dx = gradient(x);
            Slabs.overElements(count, Slabs.COSTLY, (from, n) -> {
                float[] s = slope.array();
                int at = slope.offset() + from;
                kernels.functions().sigmoid(n, x.array(), x.offset() + from, s, at);
                kernels.elementwise().subtract(n, s, at, target.array(), target.offset() + from, s, at);
                kernels.elementwise().addScaled(n, share, s, at, dx.array(), dx.offset() + from);
            });
        }
        if (wants(target)) {
            Tensor dt = gradient(target);
            Slabs.overElements(count, Slabs.CHEAP, (from, n) -> kernels.elementwise().addScaled(
                    n, -share, x.array(), x.offset() + from, dt.array(), dt.offset() + from));
        }
    }
}
