package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.Scratch;

/**
 * Sums over the 16 virtual lanes of {@link Lanes}, part by part: a vector holds lanes {@code part} to {@code part +
 * LANES}, so 512 bits take one pass over the row, 128 bits four (from the first-level cache). The last, incomplete
 * sixteen go to their lanes one by one.
 */
final class SimdReductions {
    private static final Scratch SUMS = new Scratch();

    private SimdReductions() {}

    static float sum(int n, float[] x, int xo) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        int whole = n & -Lanes.COUNT;
        for (int part = 0; part < Lanes.COUNT; part += LANES) {
            FloatVector sum = FloatVector.zero(FLOAT);
            for (int i = part; i < whole; i += Lanes.COUNT) {
                sum = sum.add(FloatVector.fromArray(FLOAT, x, xo + i));
            }
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] += x[xo + i];
        }
        return Lanes.sum(lanes);
    }

    static float dot(int n, float[] x, int xo, float[] y, int yo) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        int whole = n & -Lanes.COUNT;
        for (int part = 0; part < Lanes.COUNT; part += LANES) {
            FloatVector sum = FloatVector.zero(FLOAT);
            for (int i = part; i < whole; i += Lanes.COUNT) {
                sum = FloatVector.fromArray(FLOAT, x, xo + i).fma(FloatVector.fromArray(FLOAT, y, yo + i), sum);
            }
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] = Math.fma(x[xo + i], y[yo + i], lanes[i - whole]);
        }
        return Lanes.sum(lanes);
    }

    /** The largest of n numbers, in any order; two chains, since a maximum that minds NaN and -0 takes its time. */
    static float max(int n, float[] x, int xo) {
        FloatVector a = FloatVector.broadcast(FLOAT, Float.NEGATIVE_INFINITY);
        FloatVector b = a;
        int i = 0;
        for (; i + 2 * LANES <= n; i += 2 * LANES) {
            a = a.max(FloatVector.fromArray(FLOAT, x, xo + i));
            b = b.max(FloatVector.fromArray(FLOAT, x, xo + i + LANES));
        }
        float max = a.max(b).reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            max = Math.max(max, x[xo + i]);
        }
        return max;
    }

    static void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo) {
        for (int r = 0; r < rows; r++) {
            SimdElementwise.add(width, out, oo, x, xo + r * stride, out, oo);
        }
    }
}
