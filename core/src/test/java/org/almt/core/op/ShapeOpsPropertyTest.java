package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.testsdata.Tolerance;

/** Ops that only move numbers undo one another, and broadcasting is expanding first. */
class ShapeOpsPropertyTest {
    private static final int TRIES = 200;

    /** 0, 1, 2, …: every number tells where it came from. */
    private static Tensor counted(int... sizes) {
        float[] values = new float[Shape.of(sizes).count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.of(values, sizes);
    }

    private static int[] array(List<Integer> sizes) {
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void assertEqual(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        Tolerance.assertSameBits("numbers", expected.toArray(), actual.toArray());
    }

    @Property(tries = TRIES)
    void transposingTwiceIsNothing(@ForAll @Size(min = 1, max = 5) List<@IntRange(max = 5) Integer> sizes,
            @ForAll int i, @ForAll int j) {
        Tensor x = counted(array(sizes));
        int a = Math.floorMod(i, sizes.size());
        int b = Math.floorMod(j, sizes.size());
        assertEqual(x, Ops.transpose(Ops.transpose(x, a, b), b, a));
    }

    @Property(tries = TRIES)
    void slicesPutTogetherAreTheWhole(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 6) Integer> sizes, @ForAll int which,
            @ForAll int cut) {
        Tensor x = counted(array(sizes));
        int axis = Math.floorMod(which, sizes.size());
        int size = sizes.get(axis);
        int at = Math.floorMod(cut, size + 1);
        assertEqual(x, Ops.concat(axis, Ops.slice(x, axis, 0, at), Ops.slice(x, axis, at, size)));
    }

    @Property(tries = TRIES)
    void reshapingKeepsTheOrder(@ForAll @Size(min = 0, max = 5) List<@IntRange(min = 1, max = 5) Integer> sizes) {
        Tensor x = counted(array(sizes));
        assertEqual(x, Ops.reshape(Ops.reshape(x, -1), array(sizes)));
    }

    /** Along an axis, a transposed concatenation is a concatenation of transposed parts. */
    @Property(tries = TRIES)
    void concatAndTransposeCommute(
            @ForAll @IntRange(max = 5) int rows, @ForAll @IntRange(max = 5) int a, @ForAll @IntRange(max = 5) int b) {
        Tensor x = counted(rows, a);
        Tensor y = counted(rows, b);
        assertEqual(Ops.transpose(Ops.concat(1, x, y), 0, 1),
                Ops.concat(0, Ops.transpose(x, 0, 1), Ops.transpose(y, 0, 1)));
    }

    /** Each axis of the two sides is kept, or 1 on the left, or 1 on the right; leading axes may be missing. */
    @Property(tries = 2 * TRIES)
    void broadcastingIsExpandingFirst(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 4) Integer> sizes,
            @ForAll @Size(5) List<@IntRange(max = 2) Integer> ones, @ForAll @IntRange(max = 4) int missing) {
        int[] whole = array(sizes);
        int[] left = whole.clone();
        int[] right = whole.clone();
        for (int i = 0; i < whole.length; i++) {
            if (ones.get(i) == 1) {
                left[i] = 1;
            } else if (ones.get(i) == 2) {
                right[i] = 1;
            }
        }
        int lacking = Math.min(missing, whole.length);
        System.arraycopy(whole, 0, left, 0, lacking);
        Tensor x = counted(left);
        Tensor y = counted(Arrays.copyOfRange(right, lacking, whole.length));
        Tensor wideX = Ops.expand(x, whole);
        Tensor wideY = Ops.expand(y, whole);
        assertEqual(Ops.add(wideX, wideY), Ops.add(x, y));
        assertEqual(Ops.sub(wideX, wideY), Ops.sub(x, y));
        assertEqual(Ops.sub(wideY, wideX), Ops.sub(y, x));
        assertEqual(Ops.mul(wideX, wideY), Ops.mul(x, y));
        Tensor divisor = Ops.addScalar(y, 1);
        assertEqual(Ops.div(wideX, Ops.expand(divisor, whole)), Ops.div(x, divisor));
    }

    /** The gradient of an expanded tensor is its sum over what was repeated, here exact since numbers are small. */
    @Property(tries = TRIES)
    void theGradientOfExpandSums(
            @ForAll @IntRange(min = 1, max = 4) int a, @ForAll @IntRange(min = 1, max = 4) int b,
            @ForAll @IntRange(min = 1, max = 4) int c) {
        Tensor x = counted(a, 1, c).requiresGrad(true);
        Tensor weights = counted(a, b, c);
        Ops.sum(Ops.mul(Ops.expand(x, a, b, c), weights)).backward();
        Tolerance.assertSameBits("gradient", Ops.sum(weights, 1).toArray(), x.grad().toArray());
    }
}
