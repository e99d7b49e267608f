package org.almt.core.op;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Sum} and {@link Mean} share: x, seen as [A, S, C], is summed over S into y [A, C], and the sums are
 * divided by a constant.
 *
 * <p>The order of additions follows from the shape. With C = 1, a row of S numbers is summed in 16 lanes (see {@link
 * Kernels}). A single long row is summed in chunks of fixed length, whose sums are then summed in 16 lanes too.
 * Otherwise S rows are added in ascending order.
 */
abstract class AxisReduction extends Op {
    /** Length of the chunks of a single long row. */
    private static final int CHUNK = Slabs.CHEAP;

    private final Tensor x;
    private final Tensor y;
    private final float divisor;
    private final int outer;
    private final int size;
    private final int inner;
    /** The sums of the chunks of a single row. Null if the row is short. */
    private final @Nullable Tensor chunkSums;

    /** The reduction over one axis, which disappears. Over all axes if {@code axis} is null. */
    AxisReduction(String name, Tensor x, @Nullable Integer axis, boolean mean) {
        super(name, x);
        this.x = x;
        Shape shape = x.shape();
        Shape result;
        if (axis == null) {
            outer = 1;
            size = shape.count();
            inner = 1;
            result = Shape.SCALAR;
        } else {
            int over = Checks.axis(name, shape, axis);
            outer = shape.count(0, over);
            size = shape.size(over);
            inner = shape.count(over + 1, shape.rank());
            result = without(shape, over);
        }
        if (mean && size == 0) {
            Checks.notEmpty(name, x);
        }
        divisor = mean ? size : 1;
        y = output(result);
        chunkSums = outer == 1 && inner == 1 && size > CHUNK ? buffer(Shape.of(Slabs.count(size, CHUNK))) : null;
    }

    private static Shape without(Shape shape, int axis) {
        int[] sizes = shape.toArray();
        System.arraycopy(sizes, axis + 1, sizes, axis, sizes.length - axis - 1);
        return Shape.of(Arrays.copyOf(sizes, sizes.length - 1));
    }

    @Override
    protected Object attributes() {
        return List.of(outer, size, divisor);
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        if (chunkSums != null) {
            sumOfChunks(kernels, chunkSums);
        } else if (inner == 1) {
            Slabs.overRows(outer, size, Slabs.CHEAP, (from, n) -> {
                for (int a = from; a < from + n; a++) {
                    y.array()[y.offset() + a] = kernels.reductions().sum(size, x.array(), x.offset() + a * size);
                }
            });
        } else {
            y.fill(0);
            Slabs.overRows(outer, size * inner, Slabs.CHEAP, (from, n) -> {
                for (int a = from; a < from + n; a++) {
                    ColumnSums.add(kernels, size, inner, x.array(), x.offset() + a * size * inner,
                            y.array(), y.offset() + a * inner);
                }
            });
        }
        if (divisor != 1) {
            for (int i = y.offset(); i < y.offset() + y.shape().count(); i++) {
                y.array()[i] /= divisor;
            }
        }
    }

    private void sumOfChunks(Kernels kernels, Tensor of) {
        float[] sums = of.array();
        Slabs.over(size, CHUNK,
                (from, n) -> sums[of.offset() + from / CHUNK] =
                        kernels.reductions().sum(n, x.array(), x.offset() + from));
        y.array()[y.offset()] = kernels.reductions().sum(of.shape().count(), sums, of.offset());
    }

    @Override
    protected boolean writesGradient(Tensor input) {
        return inner == 1 && outer == 1;
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        float alpha = 1 / divisor;
        if (inner == 1 && outer == 1) {
            float share = alpha * dy.array()[dy.offset()];
            Slabs.over(size, Slabs.CHEAP, (from, n) -> {
                int at = dx.offset() + from;
                if (isFirst(x)) {
                    Arrays.fill(dx.array(), at, at + n, 0 + share); // gives +0 for -0
                } else {
                    kernels.elementwise().shift(n, share, dx.array(), at, dx.array(), at);
                }
            });
            return;
        }
        Slabs.overRows(outer, size * inner, Slabs.CHEAP, (from, n) -> {
            for (int a = from; a < from + n; a++) {
                int to = dx.offset() + a * size * inner;
                int at = dy.offset() + a * inner;
                if (inner == 1) {
                    kernels.elementwise().shift(size, alpha * dy.array()[at], dx.array(), to, dx.array(), to);
                } else {
                    for (int s = 0; s < size; s++) {
                        kernels.elementwise().addScaled(inner, alpha, dy.array(), at, dx.array(), to + s * inner);
                    }
                }
            }
        });
    }
}
