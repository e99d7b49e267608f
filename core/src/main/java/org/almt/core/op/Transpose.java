package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.parallel.Slabs;

/**
 * Two axes exchanged.
 *
 * <pre>
 * forward   y[.., j, .., i, ..] = x[.., i, .., j, ..]
 * backward  dx[.., i, .., j, ..] += dy[.., j, .., i, ..]
 * saved     nothing
 * </pre>
 *
 * <p>With the axes outside, between and inside the two folded, x is [A, I, M, J, C] and y is [A, J, M, I, C].
 */
final class Transpose extends Op {
    /** Side of the square in which numbers change places: both its sides stay in the first-level cache. */
    private static final int TILE = 32;

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
    protected void forward() {
        exchange(x.array(), x.offset(), y.array(), y.offset(), i, j, false);
    }

    @Override
    protected void backward() {
        Tensor dy = gradient(y);
        Tensor dx = gradient(x);
        exchange(dy.array(), dy.offset(), dx.array(), dx.offset(), j, i, true);
    }

    /** to[A, Q, M, P, C] (+)= from[A, P, M, Q, C]. */
    private void exchange(float[] from, int fo, float[] to, int offset, int p, int q, boolean add) {
        int sheets = outer * between;
        Slabs.overRows(sheets, p * q * inner, Slabs.CHEAP, (start, n) -> {
            for (int sheet = start; sheet < start + n; sheet++) {
                int a = sheet / between;
                int m = sheet % between;
                int source = fo + (a * p * between + m) * q * inner;
                int target = offset + (a * q * between + m) * p * inner;
                sheet(from, source, between * q * inner, to, target, between * p * inner, p, q, add);
            }
        });
    }

    /** One sheet [P, Q, C] of rows {@code step} apart, tile by tile, into [Q, P, C] of rows {@code toStep} apart. */
    private void sheet(
            float[] from, int source, int step, float[] to, int target, int toStep, int p, int q, boolean add) {
        for (int p0 = 0; p0 < p; p0 += TILE) {
            for (int q0 = 0; q0 < q; q0 += TILE) {
                for (int b = q0; b < Math.min(q, q0 + TILE); b++) {
                    for (int a = p0; a < Math.min(p, p0 + TILE); a++) {
                        move(from, source + a * step + b * inner, to, target + b * toStep + a * inner, add);
                    }
                }
            }
        }
    }

    private void move(float[] from, int source, float[] to, int target, boolean add) {
        if (!add) {
            for (int c = 0; c < inner; c++) {
                to[target + c] = from[source + c];
            }
        } else {
            for (int c = 0; c < inner; c++) {
                to[target + c] += from[source + c];
            }
        }
    }
}
