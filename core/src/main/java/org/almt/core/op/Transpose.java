package org.almt.core.op;

import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * Exchanges two axes.
 *
 * <pre>
 * forward   y[.., j, .., i, ..] = x[.., i, .., j, ..]
 * backward  dx[.., i, .., j, ..] += dy[.., j, .., i, ..]
 * saved     nothing
 * cost      n elements copied; n additions backward
 * letters   i, j positions along the two axes
 * </pre>
 *
 * <p>If the axes before, between and after the two are folded, x is [A, I, M, J, C] and y is [A, J, M, I, C].
 *
 * <p>Threads: one at a time.
 */
public final class Transpose extends Op {
    /**
     * Rows that are exchanged at a time. A cache line of each stays in the first-level cache until all of it is used.
     */
    private static final int TILE = 128;

    private final Tensor x;
    private final Tensor y;
    private final int outer;
    private final int i;
    private final int between;
    private final int j;
    private final int inner;

    Transpose(Tensor x, int firstAxis, int secondAxis) {
        super("transpose", x);
        this.x = x;
        Shape shape = x.shape();
        int one = Checks.axis("transpose", shape, firstAxis);
        int other = Checks.axis("transpose", shape, secondAxis);
        int first = Math.min(one, other);
        int second = Math.max(one, other);
        boolean same = first == second;
        outer = shape.count(0, first);
        i = shape.size(first);
        between = same ? 1 : shape.count(first + 1, second);
        j = same ? 1 : shape.size(second);
        inner = shape.count(second + 1, shape.rank());
        y = output(shape.with(first, shape.size(second)).with(second, i));
    }

    @Override
    protected Object attributes() {
        return List.of(outer, i, between, j);
    }

    @Override
    protected long flop() {
        return 0;
    }

    @Override
    protected void forward() {
        exchange(x.array(), x.offset(), y.array(), y.offset(), i, j, false);
    }

    @Override
    protected void backward() {
        Tensor dy = gradient(y);
        Tensor dx = gradient(x);
        exchange(dy.array(), dy.offset(), dx.array(), dx.offset(), j, i, true);
    }

    /**
     * to[A, Q, M, P, C] (+)= from[A, P, M, Q, C], cut for threads by the [P, C] that are written one after the other.
     */
    private void exchange(float[] from, int fo, float[] to, int offset, int p, int q, boolean add) {
        Slabs.overRows(outer * between * q, p * inner, Slabs.CHEAP, (start, n) -> {
            for (int row = start; row < start + n;) {
                int sheet = row / q;
                int b = row % q;
                int count = Math.min(q - b, start + n - row);
                int a = sheet / between;
                int m = sheet % between;
                int source = fo + (a * p * between + m) * q * inner;
                int target = offset + (a * q * between + m) * p * inner;
                sheet(from, source, between * q * inner, to, target, between * p * inner, p, b, b + count, add);
                row += count;
            }
        });
    }

    /**
     * Writes columns b0 to b1 of a sheet [P, Q, C], whose rows lie {@code step} apart, as rows of [Q, P, C], {@code
     * toStep} apart.
     */
    private void sheet(
            float[] from, int source, int step, float[] to, int target, int toStep, int p, int b0, int b1,
            boolean add) {
        for (int p0 = 0; p0 < p; p0 += TILE) {
            int ps = Math.min(TILE, p - p0);
            for (int b = b0; b < b1; b++) {
                int at = source + p0 * step + b * inner;
                int toAt = target + b * toStep + p0 * inner;
                if (inner == 1) {
                    numbers(from, at, step, to, toAt, ps, add);
                } else {
                    runs(from, at, step, to, toAt, ps, add);
                }
            }
        }
    }

    /** Writes runs of C elements that lie {@code step} apart one after the other. */
    private void runs(float[] from, int at, int step, float[] to, int toAt, int count, boolean add) {
        Kernels kernels = Engine.kernels();
        for (int a = 0; a < count; a++) {
            if (add) {
                kernels.elementwise().add(inner, to, toAt + a * inner, from, at + a * step, to, toAt + a * inner);
            } else {
                System.arraycopy(from, at + a * step, to, toAt + a * inner, inner);
            }
        }
    }

    private static void numbers(float[] from, int at, int step, float[] to, int toAt, int count, boolean add) {
        if (add) {
            for (int a = 0; a < count; a++) {
                to[toAt + a] += from[at + a * step];
            }
        } else {
            for (int a = 0; a < count; a++) {
                to[toAt + a] = from[at + a * step];
            }
        }
    }
}
