package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Puts tensors one after another along an axis.
 *
 * <pre>
 * forward   y = [x_0 | x_1 | ...]
 * backward  dx_i += the part of dy that came from x_i
 * saved     nothing
 * cost      n elements copied; n additions backward
 * letters   i a side
 * </pre>
 *
 * Shapes: equal except along the axis, where the sizes add up.
 *
 * <p>Threads: one at a time.
 */
public final class Concat extends Op {
    private final Tensor[] parts;
    private final Tensor y;
    /** y is [blocks, step]. Each block holds a run of every part in turn. */
    private final int blocks;
    private final int step;

    Concat(int axis, Tensor... parts) {
        super("concat", parts.clone());
        this.parts = parts.clone();
        if (parts.length == 0) {
            throw new IllegalArgumentException("concat: nothing to put together; give at least one tensor");
        }
        Shape first = parts[0].shape();
        int along = Checks.axis("concat", first, axis);
        int total = 0;
        for (Tensor part : parts) {
            Shape shape = part.shape();
            if (shape.rank() != first.rank() || !shape.with(along, 0).equals(first.with(along, 0))) {
                throw new IllegalArgumentException("concat: shapes differ beside axis " + along + ": "
                        + Arrays.toString(Arrays.stream(parts).map(Tensor::shape).toArray())
                        + "; only the sizes along that axis may differ");
            }
            total = Math.addExact(total, shape.size(along));
        }
        y = output(first.with(along, total));
        blocks = first.count(0, along);
        step = y.shape().count(along, first.rank());
    }

    private int run(Tensor part) {
        return part.shape().count() / Math.max(1, blocks);
    }

    @Override
    protected Object attributes() {
        return blocks;
    }

    @Override
    protected long flop() {
        return 0;
    }

    @Override
    protected void forward() {
        int at = 0;
        for (Tensor part : parts) {
            int run = run(part);
            int start = y.offset() + at;
            Slabs.overRows(blocks, run, Slabs.CHEAP, (from, n) -> {
                for (int i = from; i < from + n; i++) {
                    System.arraycopy(part.array(), part.offset() + i * run, y.array(), start + i * step, run);
                }
            });
            at += run;
        }
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dy = gradient(y);
        int at = 0;
        for (Tensor part : parts) {
            int run = run(part);
            if (wants(part)) {
                Tensor dx = gradient(part);
                int start = dy.offset() + at;
                Slabs.overRows(blocks, run, Slabs.CHEAP, (from, n) -> {
                    for (int i = from; i < from + n; i++) {
                        int to = dx.offset() + i * run;
                        kernels.elementwise().add(run, dx.array(), to, dy.array(), start + i * step, dx.array(), to);
                    }
                });
            }
            at += run;
        }
    }
}
