package org.almt.core;

/** A loss of 0 whose gradient is 1 everywhere: the backward pass of NaN can be tested, which a sum refuses. */
public final class OnesBackward extends Op {
    private final Tensor x;

    private OnesBackward(Tensor x) {
        super("onesBackward", x);
        this.x = x;
        output(Shape.SCALAR);
    }

    /** Runs the backward pass. */
    public static void of(Tensor x) {
        new OnesBackward(x).apply().backward();
    }

    @Override
    protected void forward() {}

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        for (int i = 0; i < x.shape().count(); i++) {
            dx.array()[dx.offset() + i]++;
        }
    }
}
