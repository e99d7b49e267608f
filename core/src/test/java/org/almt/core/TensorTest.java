package org.almt.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void readsRowMajor() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertEquals(6, x.get(1, 2));
        assertEquals(2, x.get(0, 1));
        assertEquals("Tensor[2,3] [[1, 2, 3], [4, 5, 6]]", x.toString());
        assertEquals(7, Tensor.scalar(7).item());
        assertArrayEquals(new float[] {3, 3}, Tensor.full(3, 2).toArray());
    }

    @Test
    void anIndexThatIsTooLargeIsNamed() {
        var e = assertThrows(IndexOutOfBoundsException.class, () -> Tensor.zeros(3, 2).get(1, 2));
        assertEquals("get: index [1, 2] of [3,2]; axis 1 has 0 to 1", e.getMessage());
    }

    /** In a debugger a line has room for some forty numbers. */
    @Test
    void showsFewElementsOfManyAxes() {
        assertEquals("Tensor[2,3,2] [[[0, 0], [0, 0], [0, 0]], [[0, 0], [0, 0], [0, 0]]]",
                Tensor.zeros(2, 3, 2).toString());
        assertEquals(16, numbers(Tensor.zeros(10, 10, 10, 10)));
        assertEquals(32, numbers(Tensor.zeros(12, 64, 128)));
        assertEquals(24, numbers(Tensor.zeros(32, 28, 28, 1)));
        assertEquals(36, numbers(Tensor.zeros(500, 500)));
        assertEquals("Tensor[3,3,1,9] [[[[0, 0, 0, ..., 0, 0, 0]], ..., [[0, 0, 0, ..., 0, 0, 0]]], ...,"
                + " [[[0, 0, 0, ..., 0, 0, 0]], ..., [[0, 0, 0, ..., 0, 0, 0]]]]", Tensor.zeros(3, 3, 1, 9).toString());
    }

    private static long numbers(Tensor zeros) {
        return zeros.toString().replaceFirst(".*? ", "").chars().filter(c -> c == '0').count();
    }

    @Test
    void showsItsElements() {
        assertEquals("Tensor[] 0.1", Tensor.scalar(0.1f).toString());
        assertEquals("Tensor[7] [0, 0, 0, ..., 0, 0, 0]", Tensor.zeros(7).toString());
        assertEquals("Tensor[6] [1, 1, 1, 1, 1, 1]", Tensor.full(1, 6).toString());
        assertEquals("Tensor[0,2] []", Tensor.zeros(0, 2).toString());
        String[] traced = new String[1];
        Program.trace(() -> {
            Tensor y = Ops.exp(Tensor.zeros(2));
            traced[0] = y.toString();
            return y;
        });
        assertEquals("Tensor[2] (not computed yet)", traced[0]);
    }

    @Test
    void gradientsOfIntermediatesAreKeptIfRequested() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
        Tensor kept = Ops.scale(x, 3).retainGrad();
        Tensor view = Ops.reshape(kept, 1, 2).retainGrad();
        Tensor dropped = Ops.mul(view, view);
        Ops.sum(dropped).backward();
        assertArrayEquals(new float[] {6, 12}, kept.grad().toArray());
        assertArrayEquals(new float[] {6, 12}, view.grad().toArray());
        assertEquals(
                "grad: the gradient of Tensor[1,2], made by mul [1,2], is dropped as soon as it was passed on; call"
                        + " retainGrad() before backward to keep it",
                assertThrows(IllegalStateException.class, dropped::grad).getMessage());
        assertArrayEquals(new float[] {18, 36}, x.grad().toArray());
        assertEquals(
                "retainGrad: Tensor[1] depends on nothing that requires a gradient; call requiresGrad(true) on a leaf"
                        + " first",
                assertThrows(IllegalStateException.class, () -> Tensor.zeros(1).retainGrad()).getMessage());
        assertThrows(IllegalStateException.class, () -> Program.trace(() -> Ops.sum(Ops.scale(x, 2).retainGrad())));
        assertThrows(IllegalStateException.class, () -> Program.trace(() -> Ops.sum(x)).result().retainGrad());
    }

    @Test
    void wrapsPartOfAnArrayWithoutACopy() {
        float[] array = {0, 1, 2, 3, 4};
        Tensor x = Tensor.wrap(array, 1, Shape.of(3));
        array[2] = 20;
        assertArrayEquals(new float[] {1, 20, 3}, x.toArray());
        x.fill(9);
        assertArrayEquals(new float[] {0, 9, 9, 9, 4}, array);
        x.copyFrom(new float[] {5, 6, 7, 8}, 1);
        assertArrayEquals(new float[] {0, 6, 7, 8, 4}, array);
    }

    @Test
    void movesWithItsViewsAndItsGradient() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 4).requiresGrad(true);
        Tensor view = Ops.reshape(x, 2, 2);
        float[] packed = new float[10];
        float[] gradients = new float[10];
        x.moveTo(packed, 3);
        x.gradientAt(gradients, 3);
        assertSame(packed, view.array());
        assertEquals(4, view.get(1, 1));
        Ops.sum(Ops.mul(view, view)).backward();
        assertArrayEquals(new float[] {0, 0, 0, 2, 4, 6, 8, 0, 0, 0}, gradients);
        assertArrayEquals(new float[] {2, 4, 6, 8}, x.grad().toArray());
    }

    @Test
    void gradientsStartAsNothing() {
        Tensor x = Tensor.zeros(2).requiresGrad(true);
        assertNull(x.grad());
        x.zeroGrad();
        assertNull(x.grad());
        assertArrayEquals(new float[] {0, 0}, x.gradOrZeros().toArray());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals("tensor: 3 values do not fill [2,2], which holds 4",
                assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[3], 2, 2)).getMessage());
        assertEquals("item: [2] has 2 elements; 1 is needed",
                assertThrows(IllegalStateException.class, () -> Tensor.zeros(2).item()).getMessage());
        assertEquals("get: index [1] of [2,2]; give one number for each axis, 2",
                assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 2).get(1)).getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> Tensor.zeros(2, 2).get(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Tensor.wrap(new float[4], 2, Shape.of(3)));
    }

    @Test
    void aDetachedTensorSharesNumbersButIsNoLeafOfItsOwn() {
        Tensor x = Tensor.of(new float[] {2}).requiresGrad(true);
        Tensor detached = x.detach();
        Ops.mul(x, detached).backward();
        assertEquals(2, x.grad().item());
        assertEquals(
                "requiresGrad: Tensor[] is detached and shares its elements with the original, and their gradients"
                        + " would mix; make a leaf of a copy: Tensor.of(x.toArray(), sizes)",
                assertThrows(IllegalStateException.class, () -> detached.requiresGrad(true)).getMessage());
    }

    /**
     * A view of a tensor that requires no gradient has no history. Nothing then shows which tensor it shares elements
     * with.
     */
    @Test
    void aViewWithoutHistoryIsNoLeafOfItsOwnEither() {
        Tensor plain = Tensor.zeros(4);
        Tensor parameter = Tensor.zeros(4).requiresGrad(true);
        for (Tensor view : List.of(Ops.reshape(plain, 2, 2), Ops.slice(plain.detach(), 0, 0, 2),
                GradMode.noGrad(() -> Ops.reshape(parameter, 2, 2)))) {
            assertThrows(IllegalStateException.class, () -> view.requiresGrad(true));
        }
    }

    @Test
    void aResultCannotBeFrozen() {
        Tensor y = Ops.scale(Tensor.zeros(2).requiresGrad(true), 2);
        assertEquals("requiresGrad: made by scale [2]; use detach() instead",
                assertThrows(IllegalStateException.class, () -> y.requiresGrad(false)).getMessage());
    }
}
