package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.FloatMath;
import org.almt.core.parallel.Slabs;

/**
 * The natural logarithm.
 *
 * <pre>
 * forward   y = log(x)          -infinity at 0, NaN below
 * backward  dx += dy / x
 * saved     x
 * cost      n logarithms, n divisions backward
 * </pre>
 */
public final class Log extends Op {
    private final Tensor x;
    private final Tensor y;

    Log(Tensor x) {
        super("log", x);
        this.x = x;
        y = output(x.shape());
        readsInBackward(x);
    }

    @Override
    protected void forward() {
        Slabs.overElements(x.shape().count(), Slabs.COSTLY, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                y.array()[y.offset() + i] = FloatMath.log(x.array()[x.offset() + i]);
            }
        });
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overElements(x.shape().count(), Slabs.COSTLY, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                dx.array()[dx.offset() + i] += dy.array()[dy.offset() + i] / x.array()[x.offset() + i];
            }
        });
    }
}
