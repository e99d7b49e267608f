package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_1;
import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_2;
import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_4;
import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_8;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.INT;
import static org.almt.core.kernel.simd.Width.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Scratch;

/**
 * Softmax along rows, if a vector holds all 16 lanes of a sum. One loop computes the exp of a row, the maximum of the
 * next row, and the scale of the row before. The exp keeps the multipliers busy, the other two the loads and stores.
 * For 8,192 rows of 508 elements on two threads, separate loops took 800 us, and the joint loop 620 to 720. The end of
 * a row is masked. With masks in the whole loop, instead of the second copy of exp below it, it took 1,200.
 */
final class SimdSoftmaxRows {
    private static final SimdElementwise ELEMENTWISE = new SimdElementwise();
    private static final Scratch BEFORE = new Scratch();

    private SimdSoftmaxRows() {}

    /** {@link SimdSoftmax#forward}, for at least one row. */
    static void forward(int rows, int width, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(width);
        VectorMask<Float> rest = FLOAT.indexInRange(whole, width);
        VectorMask<Integer> restInt = rest.cast(INT);
        boolean tail = whole < width;
        float max = SimdSoftmax.max(width, x, xo);
        // replaces the row before the first row
        float[] before = BEFORE.floats(width);
        Arrays.fill(before, 0, width, 0);
        float scale = 0;
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int yr = yo + r * width;
            // after the last row the last row again; its maximum is not used
            int next = xo + Math.min(r + 1, rows - 1) * width;
            float[] done = r == 0 ? before : y;
            int doneAt = r == 0 ? 0 : yr - width;
            IntVector high = IntVector.broadcast(INT, Integer.MIN_VALUE);
            IntVector low = IntVector.broadcast(INT, Integer.MAX_VALUE);
            FloatVector sum = FloatVector.zero(FLOAT);
            for (int i = 0; i < whole; i += LANES) {
                FloatVector z = FloatVector.fromArray(FLOAT, x, xr + i).sub(max);
                FloatVector shifted = z.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
                FloatVector q = shifted.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z);
                FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.E6);
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E5));
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E4));
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E3));
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E2));
                p = p.fma(q, one).fma(q, one);
                p = p.mul(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
                p = p.blend(0, z.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
                p.intoArray(y, yr + i);
                sum = sum.add(p);
                FloatVector.fromArray(FLOAT, done, doneAt + i).mul(scale).intoArray(done, doneAt + i);
                IntVector bits = FloatVector.fromArray(FLOAT, x, next + i).reinterpretAsInts();
                high = high.max(bits);
                low = low.min(bits);
            }
            if (tail) {
                FloatVector z = FloatVector.fromArray(FLOAT, x, xr + whole, rest).sub(max);
                FloatVector shifted = z.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
                FloatVector q = shifted.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z);
                FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.E6);
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E5));
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E4));
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E3));
                p = p.fma(q, FloatVector.broadcast(FLOAT, FloatMath.E2));
                p = p.fma(q, one).fma(q, one);
                p = p.mul(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
                p = p.blend(0, z.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
                p.intoArray(y, yr + whole, rest);
                sum = sum.add(p, rest);
                FloatVector.fromArray(FLOAT, done, doneAt + whole, rest).mul(scale).intoArray(done, doneAt + whole,
                        rest);
                IntVector bits = FloatVector.fromArray(FLOAT, x, next + whole, rest).reinterpretAsInts();
                high = high.lanewise(VectorOperators.MAX, bits, restInt);
                low = low.lanewise(VectorOperators.MIN, bits, restInt);
            }
            int most = high.reduceLanes(VectorOperators.MAX);
            int least = low.reduceLanes(VectorOperators.MIN);
            max = Float.intBitsToFloat(most >= 0 ? most : least);
            sum = sum.add(sum.rearrange(BY_8));
            sum = sum.add(sum.rearrange(BY_4));
            sum = sum.add(sum.rearrange(BY_2));
            sum = sum.add(sum.rearrange(BY_1));
            scale = 1 / sum.lane(0);
        }
        int last = yo + (rows - 1) * width;
        ELEMENTWISE.scale(width, scale, y, last, y, last);
    }
}
