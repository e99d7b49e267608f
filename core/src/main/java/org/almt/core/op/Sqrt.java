package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.parallel.Slabs;

/**
 * The square root. Its slope is infinite at 0; the gradient there is 0 here, so that the norm of a row of zeros has one.
 *
 * <pre>
 * forward   y = sqrt(x)          NaN below 0
 * backward  dx += dy / (2 y) where y is not 0
 * saved     y
 * cost      n roots, n divisions backward
 * </pre>
 */
public final class Sqrt extends Op {
    private final Tensor x;
    private final Tensor y;

    Sqrt(Tensor x) {
        super("sqrt", x);
        this.x = x;
        y = output(x.shape());
        readsInBackward(y);
    }

    @Override
    protected void forward() {
        Slabs.overElements(x.shape().count(), Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                y.array()[y.offset() + i] = (float) Math.sqrt(x.array()[x.offset() + i]);
            }
        });
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overElements(x.shape().count(), Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                float root = y.array()[y.offset() + i];
                if (root != 0) {
                    dx.array()[dx.offset() + i] += dy.array()[dy.offset() + i] / (2 * root);
                }
            }
        });
    }
}
