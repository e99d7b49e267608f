package org.almt.core.op;

import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The indices {@code from} to {@code to - 1} of one axis.
 *
 * <pre>
 * forward   y[.., i, ..] = x[.., from + i, ..]
 * backward  dx[.., from + i, ..] += dy[.., i, ..]
 * saved     nothing
 * cost      n elements copied and n additions backward; nothing for a view
 * letters   i a position along the axis
 * </pre>
 *
 * <p>If all axes before this one have size 1, the elements lie side by side, and the slice is a view. It shares
 * elements and gradient with x.
 *
 * <p>Threads: one at a time.
 */
public final class Slice extends Op {
    private final Tensor x;
    private final Tensor y;
    private final boolean view;
    /**
     * x is [blocks, axis * inner]. Each block gives the run of y that starts {@code skip} elements after its beginning.
     */
    private final int blocks;
    private final int step;
    private final int skip;
    private final int run;

    Slice(Tensor x, int axis, int from, int to) {
        super("slice", x);
        this.x = x;
        Shape shape = x.shape();
        int cut = Checks.axis("slice", shape, axis);
        if (from < 0 || to < from || to > shape.size(cut)) {
            throw new IllegalArgumentException("slice: " + from + " to " + to + " (exclusive) is outside axis " + cut
                    + " of " + shape + "; 0 <= from <= to <= " + shape.size(cut) + " is needed");
        }
        int inner = shape.count(cut + 1, shape.rank());
        blocks = shape.count(0, cut);
        step = shape.size(cut) * inner;
        skip = from * inner;
        run = (to - from) * inner;
        view = blocks == 1;
        Shape part = shape.with(cut, to - from);
        y = view ? view(x, skip, part) : output(part);
    }

    @Override
    protected Object attributes() {
        return List.of(blocks, skip, run);
    }

    @Override
    protected long flop() {
        return 0;
    }

    @Override
    protected void forward() {
        if (view) {
            return;
        }
        Slabs.overRows(blocks, run, Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                System.arraycopy(x.array(), x.offset() + i * step + skip, y.array(), y.offset() + i * run, run);
            }
        });
    }

    @Override
    protected void backward() {
        if (view) {
            return;
        }
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.overRows(blocks, run, Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                int to = dx.offset() + i * step + skip;
                kernels.elementwise().add(run, dx.array(), to, dy.array(), dy.offset() + i * run, dx.array(), to);
            }
        });
    }
}
