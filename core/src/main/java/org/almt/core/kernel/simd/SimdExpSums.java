package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.INT;
import static org.almt.core.kernel.simd.Width.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.Scratch;

/**
 * The logarithm of a sum of exponentials and its gradient, for rows that come from memory, such as scores over a
 * vocabulary. A core waits less for memory if it reads from several places at a time. Each place has its own
 * prefetcher.
 *
 * <p>Measured for 512 rows of 30,522 on two threads of a virtual Intel Xeon with AVX-512: {@link #logSumExp} takes 1.4
 * ms. Computing the maximum of a row and then its exponentials took 2.4, and the exponentials of cached rows 1.1.
 * {@link #addExp} takes 2.34 ms. One loop from the first element to the last took 2.5 to 2.9, and an addition instead
 * of the exponentials 2.1.
 */
final class SimdExpSums {
    /** Number of vectors at a time in {@link #logSumExp}. */
    private static final int TOGETHER = 4;

    private static final Scratch SUMS = new Scratch();
    private static final Scratch REST = new Scratch();
    private static final Scratch NEXT_REST = new Scratch();
    private static final Scratch REST_OF_Y = new Scratch();

    private SimdExpSums() {}

    /**
     * {@link SimdSoftmax#logSumExp} if a vector holds all lanes of a sum. While the exponentials of a row are computed,
     * the maximum of the next row is taken. This brings the next row into the second-level cache, from four places.
     */
    static void logSumExp(int rows, int width, float[] x, int xo, float[] out, int oo) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        float[] rest = REST.floats(TOGETHER * LANES);
        float[] nextRest = NEXT_REST.floats(TOGETHER * LANES);
        int quarter = width / TOGETHER & -LANES;
        int whole = TOGETHER * quarter;
        float max = width == 0 ? Float.NEGATIVE_INFINITY : SimdSoftmax.max(width, x, xo);
        for (int r = 0; r < rows; r++) {
            int row = xo + r * width;
            // after the last row the last row again; its maximum is not used
            int next = xo + Math.min(r + 1, rows - 1) * width;
            float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
            fillUp(x, row + whole, width - whole, rest);
            fillUp(x, next + whole, width - whole, nextRest);
            Arrays.fill(lanes, 0, Lanes.COUNT, 0);
            float most = addToLanes(quarter, shift, x, row, x, next, lanes);
            float mostOfRest = addToLanes(LANES, shift, rest, 0, nextRest, 0, lanes);
            out[oo + r] = shift + FloatMath.log(Lanes.sum(lanes));
            max = Math.max(most, mostOfRest);
        }
    }

    /** Copies the rest of a row, and pads it with elements that affect neither a maximum nor a sum of exponentials. */
    private static void fillUp(float[] x, int xo, int n, float[] rest) {
        System.arraycopy(x, xo, rest, 0, n);
        Arrays.fill(rest, n, TOGETHER * LANES, Float.NEGATIVE_INFINITY);
    }

    /** Lanes += exp(x - shift) of four times n elements. Returns the largest of as many elements of the next row. */
    private static float addToLanes(int n, float shift, float[] x, int xo, float[] next, int no, float[] lanes) {
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector sum = FloatVector.fromArray(FLOAT, lanes, 0);
        IntVector high = IntVector.broadcast(INT, Integer.MIN_VALUE);
        IntVector low = IntVector.broadcast(INT, Float.floatToRawIntBits(Float.NEGATIVE_INFINITY)); // no elements yet
        for (int i = 0; i < n; i += LANES) {
            int at = xo + TOGETHER * i;
            FloatVector z0 = FloatVector.fromArray(FLOAT, x, at).sub(shift);
            FloatVector n0 = z0.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
            FloatVector r0 = n0.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z0);
            FloatVector p0 = FloatVector.broadcast(FLOAT, FloatMath.E6);
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E5));
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E4));
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E3));
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E2));
            p0 = p0.fma(r0, one).fma(r0, one);
            p0 = p0.mul(n0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p0 = p0.blend(0, z0.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
            sum = sum.add(p0);
            IntVector next0 = FloatVector.fromArray(FLOAT, next, no + i).reinterpretAsInts();
            high = high.max(next0);
            low = low.min(next0);
            FloatVector z1 = FloatVector.fromArray(FLOAT, x, at + LANES).sub(shift);
            FloatVector n1 = z1.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
            FloatVector r1 = n1.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z1);
            FloatVector p1 = FloatVector.broadcast(FLOAT, FloatMath.E6);
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E5));
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E4));
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E3));
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E2));
            p1 = p1.fma(r1, one).fma(r1, one);
            p1 = p1.mul(n1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p1 = p1.blend(0, z1.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
            sum = sum.add(p1);
            IntVector next1 = FloatVector.fromArray(FLOAT, next, no + n + i).reinterpretAsInts();
            high = high.max(next1);
            low = low.min(next1);
            FloatVector z2 = FloatVector.fromArray(FLOAT, x, at + 2 * LANES).sub(shift);
            FloatVector n2 = z2.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
            FloatVector r2 = n2.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z2);
            FloatVector p2 = FloatVector.broadcast(FLOAT, FloatMath.E6);
            p2 = p2.fma(r2, FloatVector.broadcast(FLOAT, FloatMath.E5));
            p2 = p2.fma(r2, FloatVector.broadcast(FLOAT, FloatMath.E4));
            p2 = p2.fma(r2, FloatVector.broadcast(FLOAT, FloatMath.E3));
            p2 = p2.fma(r2, FloatVector.broadcast(FLOAT, FloatMath.E2));
            p2 = p2.fma(r2, one).fma(r2, one);
            p2 = p2.mul(n2.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p2 = p2.blend(0, z2.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
            sum = sum.add(p2);
            IntVector next2 = FloatVector.fromArray(FLOAT, next, no + 2 * n + i).reinterpretAsInts();
            high = high.max(next2);
            low = low.min(next2);
            FloatVector z3 = FloatVector.fromArray(FLOAT, x, at + 3 * LANES).sub(shift);
            FloatVector n3 = z3.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
            FloatVector r3 = n3.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z3);
            FloatVector p3 = FloatVector.broadcast(FLOAT, FloatMath.E6);
            p3 = p3.fma(r3, FloatVector.broadcast(FLOAT, FloatMath.E5));
            p3 = p3.fma(r3, FloatVector.broadcast(FLOAT, FloatMath.E4));
            p3 = p3.fma(r3, FloatVector.broadcast(FLOAT, FloatMath.E3));
            p3 = p3.fma(r3, FloatVector.broadcast(FLOAT, FloatMath.E2));
            p3 = p3.fma(r3, one).fma(r3, one);
            p3 = p3.mul(n3.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p3 = p3.blend(0, z3.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
            sum = sum.add(p3);
            IntVector next3 = FloatVector.fromArray(FLOAT, next, no + 3 * n + i).reinterpretAsInts();
            high = high.max(next3);
            low = low.min(next3);
        }
        sum.intoArray(lanes, 0);
        int most = high.reduceLanes(VectorOperators.MAX); // see SimdSoftmax.max
        return Float.intBitsToFloat(most >= 0 ? most : low.reduceLanes(VectorOperators.MIN));
    }

    /** {@link SimdSoftmax#addExp}, on both halves of the elements at a time. */
    static void addExp(int n, float alpha, float[] x, int xo, float shift, float[] y, int yo) {
        int half = n / 2 & -LANES;
        halves(half, alpha, x, xo, shift, y, yo);
        int whole = 2 * half;
        if (whole < n) {
            float[] rest = REST.floats(2 * LANES);
            float[] restOfY = REST_OF_Y.floats(2 * LANES);
            System.arraycopy(x, xo + whole, rest, 0, n - whole);
            System.arraycopy(y, yo + whole, restOfY, 0, n - whole);
            halves(LANES, alpha, rest, 0, shift, restOfY, 0);
            System.arraycopy(restOfY, 0, y, yo + whole, n - whole);
        }
    }

    private static void halves(int n, float alpha, float[] x, int xo, float shift, float[] y, int yo) {
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector factor = FloatVector.broadcast(FLOAT, alpha);
        for (int i = 0; i < n; i += LANES) {
            FloatVector z0 = FloatVector.fromArray(FLOAT, x, xo + i).sub(shift);
            FloatVector n0 = z0.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
            FloatVector r0 = n0.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z0);
            FloatVector p0 = FloatVector.broadcast(FLOAT, FloatMath.E6);
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E5));
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E4));
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E3));
            p0 = p0.fma(r0, FloatVector.broadcast(FLOAT, FloatMath.E2));
            p0 = p0.fma(r0, one).fma(r0, one);
            p0 = p0.mul(n0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p0 = p0.blend(0, z0.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
            factor.fma(p0, FloatVector.fromArray(FLOAT, y, yo + i)).intoArray(y, yo + i);
            FloatVector z1 = FloatVector.fromArray(FLOAT, x, xo + n + i).sub(shift);
            FloatVector n1 = z1.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
            FloatVector r1 = n1.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z1);
            FloatVector p1 = FloatVector.broadcast(FLOAT, FloatMath.E6);
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E5));
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E4));
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E3));
            p1 = p1.fma(r1, FloatVector.broadcast(FLOAT, FloatMath.E2));
            p1 = p1.fma(r1, one).fma(r1, one);
            p1 = p1.mul(n1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p1 = p1.blend(0, z1.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
            factor.fma(p1, FloatVector.fromArray(FLOAT, y, yo + n + i)).intoArray(y, yo + n + i);
        }
    }
}
