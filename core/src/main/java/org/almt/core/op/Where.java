package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.parallel.Slabs;

/**
 * A choice between two tensors, element by element. An element that is not chosen has no effect, even if it is
 * infinite.
 *
 * <pre>
 * forward   z = x where the mask is not 0, otherwise y
 * backward  dx += dz where the mask is not 0,  dy += dz elsewhere
 * saved     mask
 * cost      n elements chosen; n additions backward
 * </pre>
 *
 * Shapes: mask, x, y equal; {@link Ops#where} broadcasts them first. The mask has no gradient.
 *
 * <p>Threads: one at a time.
 */
public final class Where extends Op {
    private final Tensor mask;
    private final Tensor x;
    private final Tensor y;
    private final Tensor z;

    Where(Tensor mask, Tensor x, Tensor y) {
        super("where", mask, x, y);
        this.mask = mask;
        this.x = x;
        this.y = y;
        Checks.sameShape("where", mask, x);
        Checks.sameShape("where", x, y);
        z = output(x.shape());
        readsInBackward(mask);
    }

    /** The three tensors, broadcast to one shape. */
    static Tensor[] alike(Tensor... sides) {
        Shape shape = Shape.SCALAR;
        for (int i = 0; i < sides.length; i++) {
            shape = Broadcast.of("where", shape,
                    Checks.given("where", "input " + (i + 1) + " of " + sides.length, sides[i]).shape()).shape();
        }
        Tensor[] alike = new Tensor[sides.length];
        for (int i = 0; i < sides.length; i++) {
            alike[i] = sides[i].shape().equals(shape) ? sides[i] : Ops.expand(sides[i], shape.toArray());
        }
        return alike;
    }

    @Override
    protected void forward() {
        Slabs.over(z.shape().count(), Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                z.array()[z.offset() + i] =
                        chosen(i) ? x.array()[x.offset() + i] : y.array()[y.offset() + i];
            }
        });
    }

    private boolean chosen(int i) {
        return mask.array()[mask.offset() + i] != 0;
    }

    @Override
    protected void backward() {
        if (wants(x)) {
            add(gradient(x), true);
        }
        if (wants(y)) {
            add(gradient(y), false);
        }
    }

    private void add(Tensor into, boolean side) {
        Tensor dz = gradient(z);
        Slabs.over(z.shape().count(), Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                if (chosen(i) == side) {
                    into.array()[into.offset() + i] += dz.array()[dz.offset() + i];
                }
            }
        });
    }
}
