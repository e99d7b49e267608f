package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.leaf;
import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.almt.core.GradMode;
import org.almt.core.Indices;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** Backward passes that cannot be right. */
class GradientMistakesTest {
    private final Tensor w = leaf(3);

    @Test
    void backwardOfAVector() {
        refused("backward: the result has shape [3]; only a single number can be differentiated. Reduce it first, for"
                + " example with sum or mean.", () -> Ops.mul(w, w).backward());
    }

    @Test
    void backwardTwice() {
        Tensor loss = Ops.sum(Ops.mul(w, w));
        loss.backward();
        refused("sum: backward was already run through this result; its saved values are gone. Compute the loss again"
                + " before a second backward.", loss::backward);
    }

    @Test
    void nothingToDifferentiate() {
        refused("backward: the result does not depend on any tensor that requires a gradient, or was computed under"
                + " noGrad. Look for freeze() and detach().", () -> Ops.sum(ones(3)).backward());
    }

    @Test
    void backwardOfWhatWasMadeWithinNoGrad() {
        refused("backward: the result does not depend on any tensor that requires a gradient, or was computed under"
                + " noGrad. Look for freeze() and detach().",
                () -> GradMode.noGrad(() -> Ops.sum(Ops.mul(w, w))).backward());
    }

    @Test
    void theGradientOfWhatForgotToAsk() {
        Tensor x = ones(3);
        Ops.sum(Ops.mul(w, x)).backward();
        refused("grad: Tensor[3] requires no gradient; call requiresGrad(true) on it before it is used", x::grad);
    }

    @Test
    void theGradientOfAnIntermediate() {
        Tensor h = Ops.mul(w, w);
        Ops.sum(h).backward();
        refused("grad: the gradient of Tensor[3], made by mul [3], is dropped as soon as it was passed on; call"
                + " retainGrad() before backward to keep it", h::grad);
    }

    @Test
    void aValueIsSetBeforeBackward() {
        Tensor loss = Ops.sum(Ops.mul(w, w));
        w.set(9, 9, 9);
        refused("mul: a value of shape [3] that backward needs was changed in place after the forward pass."
                + " Change a copy, or run backward first.", loss::backward);
    }

    /** The gradient silently belonged to other elements. */
    @Test
    void anArrayIsChangedBeforeBackwardAndNobodySaysSo() {
        Tensor loss = Ops.sum(Ops.mul(w, w));
        w.array()[0] = 100;
        refused("mul: a value of shape [3] that backward needs was changed through array() after the forward pass, and"
                + " markModified() not called. Change a copy, or run backward first.", loss::backward);
    }

    /** A change of one element of a large tensor was not seen. */
    @Test
    void oneElementOfThousandsIsChanged() {
        for (int at : new int[] {0, 1234, 99_998, 99_999}) {
            Tensor x = leaf(100_000);
            Tensor loss = Ops.sum(Ops.mul(x, x));
            x.array()[at] = 100;
            refused("mul: a value of shape [100000] that backward needs was changed through array() after the forward"
                    + " pass, and markModified() not called. Change a copy, or run backward first.", loss::backward);
        }
    }

    @Test
    void twoElementsAreExchanged() {
        Tensor x = leaf(100, 50);
        x.array()[70] = 7;
        Tensor loss = Ops.sum(Ops.mul(x, x));
        x.array()[70] = 1;
        x.array()[71] = 7;
        refused("mul: a value of shape [100,50] that backward needs was changed through array() after the forward"
                + " pass, and markModified() not called. Change a copy, or run backward first.", loss::backward);
    }

    /** In a program samples are compared. */
    @Test
    void aLargeLeafOfAProgramIsFilledAnew() {
        Tensor x = leaf(300, 128);
        Program program = Program.trace(() -> Ops.sum(Ops.mul(x, x)));
        program.forward();
        Arrays.fill(x.array(), 2);
        refused("mul: a value of shape [300,128] that backward needs was changed through array() after the forward"
                + " pass, and markModified() not called. Change a copy, or run backward first.", program::backward);
    }

    @Test
    void oneOfManyIdsIsChanged() {
        Indices ids = Indices.zeros(1000);
        Tensor loss = Ops.sum(Ops.embedding(leaf(4, 2), ids));
        ids.array()[567] = 3;
        refused("embedding: Indices[1000] that backward needs were changed after the forward pass. Change others, or"
                + " run backward first.", loss::backward);
    }

    @Test
    void idsAreChangedBeforeBackwardAndNobodySaysSo() {
        Indices ids = Indices.of(0, 1);
        Tensor loss = Ops.sum(Ops.embedding(leaf(4, 2), ids));
        ids.array()[0] = 3;
        refused("embedding: Indices[2] that backward needs were changed after the forward pass. Change others, or run"
                + " backward first.", loss::backward);
    }

    /** One step later every parameter was NaN. */
    @Test
    void aLossThatIsNotANumber() {
        refused("backward: the result is NaN, which is not finite; look for parameters that were never initialised,"
                + " a learning rate that is too large, a gradient that was infinite, such as that of sqrt at 0, a"
                + " division by 0, or input that is not finite",
                () -> Ops.sum(Ops.mul(w, Tensor.full(Float.NaN, 3))).backward());
    }

    @Test
    void freezingAResult() {
        refused("requiresGrad: made by mul [3]; use detach() instead", () -> Ops.mul(w, w).requiresGrad(false));
    }

    @Test
    void aDetachedTensorAsALeaf() {
        refused("requiresGrad: Tensor[3] is detached and shares its elements with the original, and their gradients"
                + " would mix; make a leaf of a copy: Tensor.of(x.toArray(), sizes)",
                () -> w.detach().requiresGrad(true));
    }

    /** Two passes add up, which is intended. Optimisers refuse gradients of the step before. */
    @Test
    void twoPassesWithoutZeroGrad() {
        Ops.sum(Ops.scale(w, 3)).backward();
        Ops.sum(Ops.scale(w, 3)).backward();
        assertEquals(6, w.grad().get(0));
    }
}
