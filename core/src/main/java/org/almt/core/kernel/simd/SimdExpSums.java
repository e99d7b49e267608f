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
 * prefetcher, which stops at the end of a page.
 *
 * <p>Times in ms of 512 rows of 30,720 on two threads of a virtual Intel Xeon with AVX-512, in turns:
 *
 * <pre>
 * places                 1     2     4     6     8    10    12    16
 * {@link #logSumExp}        -  1.82  1.76  1.60  1.48  1.71  1.70  1.91   (only reading x: 1.08)
 * {@link #addExp}        3.35  2.69  2.69  2.74  2.51  3.00  2.55  2.66   (only adding x to y: 2.20)
 * </pre>
 *
 * <p>In this table the loop has one copy of its body for each place. {@link #logSumExp} has a loop over eight places
 * instead, which takes 3 % longer. {@link #addExp} has two places: with eight it took 2.5 to 3.1, because the compiler
 * does not always give the same code.
 */
final class SimdExpSums {
    /** Number of places in memory that are read in turns. */
    private static final int PLACES = 8;

    private static final Scratch SUMS = new Scratch();
    private static final Scratch REST = new Scratch();
    private static final Scratch REST_OF_Y = new Scratch();

    private SimdExpSums() {}

    /**
     * Elements between two places, for n elements at {@value #PLACES} places: whole vectors, and an odd number of them.
     * Places that are a power of 2 apart would compete for the same lines of the first-level cache. A rest of less than
     * 2 x {@value #PLACES} vectors remains.
     */
    private static int distance(int n) {
        int vectors = n / (PLACES * LANES);
        return vectors == 0 ? 0 : (vectors - 1 | 1) * LANES;
    }

    /**
     * {@link SimdSoftmax#logSumExp}. While the exponentials of a row are computed, the maximum of the next row is
     * taken. This brings the next row into the second-level cache.
     */
    static void logSumExp(int rows, int width, float[] x, int xo, float[] out, int oo) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        int distance = distance(width);
        int whole = PLACES * distance;
        int rest = width - whole;
        float max = rows == 0 || width == 0 ? Float.NEGATIVE_INFINITY : SimdSoftmax.max(width, x, xo);
        for (int r = 0; r < rows; r++) {
            int row = xo + r * width;
            // after the last row the last row again; its maximum is not used
            int next = xo + Math.min(r + 1, rows - 1) * width;
            float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
            Arrays.fill(lanes, 0, Lanes.COUNT, 0);
            max = addToLanes(distance, shift, x, row, next, lanes);
            if (rest > 0) {
                addRestToLanes(rest, shift, x, row + whole, lanes);
                max = Math.max(max, SimdSoftmax.max(rest, x, next + whole));
            }
            out[oo + r] = shift + FloatMath.log(Lanes.sum(lanes));
        }
    }

    /** Lanes += exp(x - shift) of n elements, the rest of a row. */
    private static void addRestToLanes(int n, float shift, float[] x, int xo, float[] lanes) {
        int padded = -Math.floorDiv(-n, Lanes.COUNT) * Lanes.COUNT;
        float[] e = REST.floats(padded);
        System.arraycopy(x, xo, e, 0, n);
        Arrays.fill(e, n, padded, Float.NEGATIVE_INFINITY);
        SimdSoftmax.vectors(padded, shift, e, 0, e, 0);
        for (int i = 0; i < n; i += LANES) {
            int lane = i % Lanes.COUNT;
            FloatVector.fromArray(FLOAT, lanes, lane).add(FloatVector.fromArray(FLOAT, e, i)).intoArray(lanes, lane);
        }
    }

    /**
     * Lanes += exp(x - shift) of {@value #PLACES} n elements, in their order.
     *
     * @return the largest of as many elements of the next row, from places that are n elements apart; -infinity if
     *     there are none
     */
    private static float addToLanes(int n, float shift, float[] x, int xo, int next, float[] lanes) {
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        // the 16 lanes: one vector, or two or four that take turns
        FloatVector sum = FloatVector.fromArray(FLOAT, lanes, 0);
        FloatVector second = FloatVector.fromArray(FLOAT, lanes, LANES % Lanes.COUNT);
        FloatVector third = FloatVector.fromArray(FLOAT, lanes, 2 * LANES % Lanes.COUNT);
        FloatVector last = FloatVector.fromArray(FLOAT, lanes, 3 * LANES % Lanes.COUNT);
        IntVector high = IntVector.broadcast(INT, Integer.MIN_VALUE);
        IntVector low = IntVector.broadcast(INT, Float.floatToRawIntBits(Float.NEGATIVE_INFINITY)); // no elements yet
        int at = xo;
        for (int i = 0; i < n; i += LANES) {
            int from = next + i;
            for (int place = 0; place < PLACES; place++) {
                FloatVector z = FloatVector.fromArray(FLOAT, x, at).sub(shift);
                FloatVector shifted = z.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
                FloatVector r = shifted.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z);
                FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.E6);
                p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E5));
                p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E4));
                p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E3));
                p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E2));
                p = p.fma(r, one).fma(r, one);
                p = p.mul(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
                p = p.blend(0, z.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
                if (LANES == Lanes.COUNT) {
                    sum = sum.add(p);
                } else if (2 * LANES == Lanes.COUNT) {
                    FloatVector added = sum.add(p);
                    sum = second;
                    second = added;
                } else {
                    FloatVector added = sum.add(p);
                    sum = second;
                    second = third;
                    third = last;
                    last = added;
                }
                IntVector bits = FloatVector.fromArray(FLOAT, x, from).reinterpretAsInts();
                high = high.max(bits);
                low = low.min(bits);
                at += LANES;
                from += n;
            }
        }
        if (4 * LANES == Lanes.COUNT) {
            third.intoArray(lanes, 2 * LANES);
            last.intoArray(lanes, 3 * LANES);
        }
        if (LANES < Lanes.COUNT) {
            second.intoArray(lanes, LANES);
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
