package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * A function of each single element. A subclass gives the function and its slope for a slab of elements, and declares
 * what the slope reads. This class cuts the elements into slabs for threads.
 */
abstract class Unary extends Op {
    final Tensor x;
    final Tensor y;
    private final int slab;

    /** {@code slab} is {@link Slabs#CHEAP} for a function of a few instructions, otherwise {@link Slabs#COSTLY}. */
    Unary(String name, Tensor x, int slab) {
        super(name, x);
        this.x = x;
        this.slab = slab;
        y = output(x.shape());
    }

    /** y = f(x) for n elements. */
    abstract void forward(Kernels kernels, int n, float[] x, int xo, float[] y, int yo);

    /** dx += dy f'(x) for n elements from {@code from} on; see {@link #at}. */
    abstract void backward(Kernels kernels, int from, int n, float[] dy, int dyo, float[] dx, int dxo);

    /** The place of an element of x, y, or a buffer of their shape. */
    static int at(Tensor tensor, int element) {
        return tensor.offset() + element;
    }

    @Override
    protected final void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overElements(x.shape().count(), slab,
                (from, n) -> forward(kernels, n, x.array(), at(x, from), y.array(), at(y, from)));
    }

    @Override
    protected final void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overElements(x.shape().count(), slab, (from, n) -> {
            if (isFirst(x)) {
                Arrays.fill(dx.array(), at(dx, from), at(dx, from + n), 0);
            }
            backward(kernels, from, n, dy.array(), at(dy, from), dx.array(), at(dx, from));
        });
    }

    @Override
    protected final boolean writesGradient(Tensor input) {
        return true;
    }
}
