package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Tensor;

/**
 * A comparison of elements under NumPy's broadcasting rule: 1 where it holds, otherwise 0. It has no gradient.
 *
 * <pre>
 * forward   z = 1 where x &lt; y (or &lt;=, =, !=), otherwise 0     NaN is unequal to all and less than none
 * backward  nothing
 * saved     nothing
 * cost      n comparisons; nothing backward
 * </pre>
 *
 * Shapes: those of x and y follow NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1.
 *
 * <p>Threads: one at a time.
 */
public final class Compare extends Op {
    /** The relation that is tested. */
    enum Relation {
        LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL;

        boolean holds(float x, float y) {
            return switch (this) {
                case LESS -> x < y;
                case LESS_OR_EQUAL -> x <= y;
                case EQUAL -> x == y;
                case NOT_EQUAL -> x != y;
            };
        }
    }

    private final Tensor x;
    private final Tensor y;
    private final Tensor z;
    private final Relation relation;
    private final Broadcast sides;

    /** {@code name} is the name of the method in {@code Ops}. */
    Compare(String name, Tensor x, Relation relation, Tensor y) {
        super(name, x, y);
        this.x = x;
        this.y = y;
        this.relation = relation;
        sides = Broadcast.of(name, x.shape(), y.shape());
        z = output(sides.shape());
    }

    @Override
    protected void forward() {
        int stepX = sides.leftMoves() ? 1 : 0;
        int stepY = sides.rightMoves() ? 1 : 0;
        sides.forEach((n, xi, yi, zi) -> {
            for (int i = 0; i < n; i++) {
                float left = x.array()[x.offset() + xi + i * stepX];
                float right = y.array()[y.offset() + yi + i * stepY];
                z.array()[z.offset() + zi + i] = relation.holds(left, right) ? 1 : 0;
            }
        });
    }

    @Override
    protected void backward() {}
}
