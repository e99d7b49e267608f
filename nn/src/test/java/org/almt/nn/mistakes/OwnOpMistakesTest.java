package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.leaf;
import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;

import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** A user's own ops that break a rule. */
class OwnOpMistakesTest {
    /** y = a + b of one element. Its backward pass never checks which gradients are wanted. */
    private static final class NeverAsks extends Op {
        private final Tensor a;
        private final Tensor b;
        private final Tensor y;

        NeverAsks(Tensor a, Tensor b) {
            super("neverAsks", a, b);
            this.a = a;
            this.b = b;
            y = output(a.shape());
        }

        @Override
        protected void forward() {
            y.array()[y.offset()] = a.array()[a.offset()] + b.array()[b.offset()];
        }

        @Override
        protected void backward() {
            float dy = gradient(y).array()[gradient(y).offset()];
            gradient(a).array()[gradient(a).offset()] += dy;
            gradient(b).array()[gradient(b).offset()] += dy;
        }
    }

    private static final class NoResult extends Op {
        NoResult(Tensor x) {
            super("noResult", x);
        }

        @Override
        protected void forward() {}

        @Override
        protected void backward() {}
    }

    /** The message spoke of a trace. */
    @Test
    void aGradientThatIsNotWanted() {
        refused("backward: the gradient of an input [1] is not wanted and has no memory; check wants(input) before"
                + " it is read or written", Ops.sum(new NeverAsks(leaf(1), ones(1)).apply())::backward);
    }

    /** It was a NullPointerException. */
    @Test
    void noResultIsDeclared() {
        for (Tensor x : new Tensor[] {leaf(1), ones(1)}) {
            refused("noResult: its constructor declares no result; call output(shape) or view(input, offset, shape)"
                    + " there", new NoResult(x)::apply);
        }
    }
}
