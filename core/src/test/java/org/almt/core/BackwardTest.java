package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

class BackwardTest {
    private static Tensor leaf(float... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }

    @Test
    void aTensorUsedTwiceGetsTheSum() {
        Tensor x = leaf(3);
        Tensor a = Ops.mul(x, x); // x²
        Tensor b = Ops.scale(a, 2); // 2x²
        Tensor y = Ops.mul(a, b); // 2x⁴, a diamond
        Ops.sum(y).backward();
        assertEquals(8 * 27, x.grad().item());
    }

    @Test
    void gradientsAccumulateUntilTheyAreZeroed() {
        Tensor x = leaf(1, 2);
        Ops.sum(Ops.mul(x, x)).backward();
        Ops.sum(x).backward();
        assertArrayEquals(new float[] {3, 5}, x.grad().toArray());
        x.zeroGrad();
        Ops.sum(x).backward();
        assertArrayEquals(new float[] {1, 1}, x.grad().toArray());
    }

    @Test
    void onlyLeavesThatAskGetGradients() {
        Tensor x = leaf(1);
        Tensor frozen = Tensor.of(new float[] {5}, 1);
        Tensor y = Ops.mul(x, frozen);
        Ops.sum(y).backward();
        assertEquals(5, x.grad().item());
        assertThrows(IllegalStateException.class, frozen::grad);
        assertThrows(IllegalStateException.class, y::grad);
    }

    @Test
    void leavesAreThoseThatGetGradients() {
        Tensor x = leaf(1);
        Tensor y = leaf(2);
        Tensor frozen = Tensor.of(new float[] {5}, 1);
        Tensor product = Ops.sum(Ops.mul(Ops.mul(x, frozen), Ops.reshape(x, 1)));
        assertEquals(Set.of(x), product.leaves());
        assertEquals(Set.of(x, y), Ops.add(product, Ops.sum(y)).leaves());
        Program program = Program.trace(() -> Ops.sum(Ops.mul(x, y)));
        assertEquals(Set.of(x, y), program.forward().leaves());
        assertThrows(IllegalStateException.class, () -> Ops.sum(frozen).leaves());
    }

    @Test
    void aParameterFrozenBetweenForwardAndBackwardIsStillServed() {
        Tensor x = leaf(2);
        Tensor y = Ops.sum(Ops.mul(x, x));
        x.requiresGrad(false);
        y.backward();
        assertEquals(4, x.grad().item());
        assertFalse(Ops.mul(x, x).requiresGrad());
    }

    @Test
    void aScalarResultThatIsUsedOnKeepsBothShares() {
        Tensor x = leaf(3);
        Tensor s = Ops.sum(Ops.mul(x, x));
        Ops.mul(s, s).backward(); // x⁴
        assertEquals(4 * 27, x.grad().item());
    }

    @Test
    void nothingIsRecordedUnderNoGrad() {
        Tensor x = leaf(2);
        Tensor y = GradMode.noGrad(() -> {
            assertFalse(GradMode.enabled());
            return GradMode.noGrad(() -> Ops.mul(x, x));
        });
        assertTrue(GradMode.enabled());
        assertFalse(y.requiresGrad());
        assertEquals(4, y.item());
        assertEquals(
                "backward: the result does not depend on any tensor that requires a gradient, or was computed under"
                        + " noGrad. Look for freeze() and detach().",
                refusal(Ops.sum(y)));
    }

    @Test
    void noGradEndsWithAnException() {
        assertThrows(IllegalArgumentException.class, () -> GradMode.noGrad(() -> Ops.softmax(Tensor.scalar(1))));
        assertTrue(GradMode.enabled());
    }

    @Test
    void refusesMoreThanOneNumber() {
        assertEquals("backward: the result has shape [2]; only a single number can be differentiated. Reduce it first,"
                + " for example with sum or mean.", refusal(Ops.scale(leaf(1, 2), 2)));
    }

    @Test
    void refusesASecondBackward() {
        Tensor y = Ops.sum(Ops.mul(leaf(1, 2), leaf(3, 4)));
        y.backward();
        assertEquals("sum: backward was already run through this result; its saved values are gone. Compute the loss"
                + " again before a second backward.", refusal(y));
    }

    @Test
    void refusesASecondBackwardThroughASharedTrunkAndAddsNothing() {
        Tensor x = leaf(2);
        Tensor trunk = Ops.mul(x, x);
        Ops.sum(trunk).backward();
        assertTrue(refusal(Ops.mean(trunk)).startsWith("mul: backward was already run"));
        assertEquals(4, x.grad().item());
    }

    @Test
    void refusesAnInPlaceChangeOfASavedValue() {
        Tensor x = leaf(1, 2);
        Tensor y = leaf(3, 4);
        Tensor loss = Ops.sum(Ops.mul(x, y));
        y.fill(0);
        assertEquals(
                "mul: a value of shape [2] that backward needs was changed in place after the forward pass."
                        + " Change a copy, or run backward first.",
                refusal(loss));
        assertNull(x.grad());
    }

    @Test
    void seesAnInPlaceChangeThroughAView() {
        Tensor x = leaf(1, 2);
        Tensor loss = Ops.sum(Ops.mul(x, x));
        Ops.slice(x, 0, 1, 2).fill(7);
        assertTrue(refusal(loss).startsWith("mul: a value of shape [2]"));
    }

    @Test
    void allowsAnInPlaceChangeOfWhatIsNotSaved() {
        Tensor x = leaf(1, 2);
        Tensor loss = Ops.sum(Ops.scale(x, 3));
        x.fill(0);
        loss.backward();
        assertArrayEquals(new float[] {3, 3}, x.grad().toArray());
    }

    private static String refusal(Tensor result) {
        return assertThrows(IllegalStateException.class, result::backward).getMessage();
    }

    // ------------------------------------------------------------------ views share a gradient

    @Test
    void slicesOfOneLeafFillTheirPartOfItsGradient() {
        Tensor x = leaf(1, 2, 3, 4);
        Tensor first = Ops.slice(x, 0, 0, 2);
        Tensor last = Ops.slice(x, 0, 2, 4);
        Ops.sum(Ops.mul(first, last)).backward();
        assertArrayEquals(new float[] {3, 4, 1, 2}, x.grad().toArray());
    }

    @Test
    void overlappingSlicesAndTheWholeAddUp() {
        Tensor x = leaf(1, 2, 3);
        Tensor y = Ops.scale(x, 2); // views of a result, not of a leaf
        Tensor loss = Ops.add(Ops.sum(Ops.slice(y, 0, 0, 2)),
                Ops.add(Ops.sum(Ops.slice(y, 0, 1, 3)), Ops.sum(Ops.mul(y, y))));
        loss.backward();
        assertArrayEquals(new float[] {2 + 8, 4 + 16, 2 + 24}, x.grad().toArray());
    }

    /** One view's backward ends before another view of the same numbers is reached: the gradient must survive. */
    @Test
    void aViewThatIsDoneLeavesTheSharedGradientToTheOthers() {
        Tensor x = leaf(1, 2);
        Tensor y = Ops.scale(x, 1);
        Tensor early = Ops.slice(y, 0, 0, 1);
        Tensor used = Ops.scale(early, 10);
        Tensor late = Ops.reshape(y, 1, 2);
        Ops.add(Ops.sum(used), Ops.sum(Ops.scale(late, 100))).backward();
        assertArrayEquals(new float[] {110, 100}, x.grad().toArray());
    }

    @Test
    void aViewOfAViewReachesTheLeaf() {
        Tensor x = leaf(1, 2, 3, 4, 5, 6);
        Tensor row = Ops.slice(Ops.reshape(x, 3, 2), 0, 1, 2);
        Tensor one = Ops.slice(row, 1, 1, 2);
        Ops.reshape(one, new int[0]).backward();
        assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0}, x.grad().toArray());
        Ops.reshape(x, 2, 3);
        Ops.sum(Ops.slice(Ops.reshape(x, 3, 2), 0, 1, 2)).backward();
        assertArrayEquals(new float[] {0, 0, 1, 2, 0, 0}, x.grad().toArray());
    }

    @Test
    void aLeafMadeUnderNoGradKeepsItsGradient() {
        Tensor features = GradMode.noGrad(() -> Ops.scale(leaf(1, 2), 3));
        features.requiresGrad(true);
        Ops.sum(Ops.mul(features, features)).backward();
        assertArrayEquals(new float[] {6, 12}, features.grad().toArray());
    }

    /** The gradients of a sum are ones, however large it is. */
    @Test
    void aSumThatOverflowsIsNotFinite() {
        Tensor x = Tensor.full(Float.MAX_VALUE, 2).requiresGrad(true);
        assertTrue(assertThrows(IllegalStateException.class, Ops.sum(x)::backward).getMessage()
                .startsWith("backward: the result is Infinity, which is not finite; look for"));
    }
}
