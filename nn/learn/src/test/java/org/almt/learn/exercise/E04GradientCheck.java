package org.almt.learn.exercise;

import org.almt.core.Op;
import org.almt.core.Tensor;

/**
 * Exercise 4: the backward pass of squareplus.
 *
 * <pre>
 * forward   y = (x + sqrt(x² + 4)) / 2
 * backward  yours to derive
 * saved     x
 * </pre>
 *
 * <p>Compute dy/dx of each element in double, and round it to float. Then add, in float, its product with the gradient
 * of y to the gradient of x. So every right formula has the same bits.
 */
final class E04GradientCheck extends Op {
    private final Tensor x;
    private final Tensor y;

    private E04GradientCheck(Tensor x) {
        super("squareplus", x);
        this.x = x;
        y = output(x.shape());
        readsInBackward(x);
    }

    static Tensor squareplus(Tensor x) {
        return new E04GradientCheck(x).apply();
    }

    @Override
    protected void forward() {
        for (int i = 0; i < x.shape().count(); i++) {
            float at = x.array()[x.offset() + i];
            y.array()[y.offset() + i] = (at + (float) Math.sqrt(at * at + 4)) / 2;
        }
    }

    @Override
    protected void backward() {
        throw new UnsupportedOperationException("exercise 4: backward is yours to write");
    }
}
