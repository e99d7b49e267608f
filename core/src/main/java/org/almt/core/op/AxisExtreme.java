package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.parallel.Slabs;

/** What {@link Max} and {@link Argmax} share: they search x, seen as [A, S, C], along S, and give y [A, C]. */
abstract class AxisExtreme extends Op {
    final Tensor x;
    final Tensor y;
    final int size;
    final int inner;
    private final int outer;

    AxisExtreme(String name, Tensor x, int axis) {
        super(name, x);
        this.x = x;
        Shape shape = x.shape();
        int over = Checks.axis(name, shape, axis);
        outer = shape.count(0, over);
        size = shape.size(over);
        inner = shape.count(over + 1, shape.rank());
        if (size == 0) {
            throw new IllegalArgumentException(
                    name + ": axis " + over + " of " + shape + " has no elements, and so no largest one");
        }
        int[] sizes = shape.toArray();
        System.arraycopy(sizes, over + 1, sizes, over, sizes.length - over - 1);
        y = output(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)));
    }

    /** Work on one element of y. Its elements of x begin at {@code first} and lie {@link #inner} apart. */
    @FunctionalInterface
    interface Search {
        void run(int first, int result);
    }

    final void forEach(Search search) {
        Slabs.overRows(outer, size * inner, Slabs.CHEAP, (from, n) -> {
            for (int i = from * inner; i < (from + n) * inner; i++) {
                search.run(x.offset() + i / inner * size * inner + i % inner, i);
            }
        });
    }

    /** The index along S of the first of the largest elements. NaN counts as larger than all. */
    final int largest(int first) {
        float[] values = x.array();
        int best = 0;
        float max = values[first];
        for (int s = 1; s < size && !Float.isNaN(max); s++) {
            float value = values[first + s * inner];
            if (value > max || Float.isNaN(value)) {
                best = s;
                max = value;
            }
        }
        return best;
    }
}
