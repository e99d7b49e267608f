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
import org.almt.core.kernel.RowSoftmax;
import org.almt.core.kernel.Scratch;

/**
 * Softmax along rows. It makes three passes over a row that stays in the first-level cache: the maximum, exp with its
 * sum, and the scale.
 */
final class SimdSoftmax implements RowSoftmax {
    private static final SimdElementwise ELEMENTWISE = new SimdElementwise();
    private static final SimdReductions REDUCTIONS = new SimdReductions();
    private static final Scratch TAIL = new Scratch();

    private static final float[] NOTHING = nothing();

    private static float[] nothing() {
        float[] nothing = new float[LANES];
        Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
        return nothing;
    }

    @Override
    public void forward(int rows, int width, float[] x, int xo, float[] y, int yo) {
        if (LANES == Lanes.COUNT && rows > 0) {
            SimdSoftmaxRows.forward(rows, width, x, xo, y, yo);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int yr = yo + r * width;
            float sum = expMinus(max(width, x, xr), width, x, xr, y, yr);
            ELEMENTWISE.scale(width, 1 / sum, y, yr, y, yr);
        }
    }

    /**
     * The largest of n elements. The floats are compared as integers. If one is not negative, the largest integer is
     * the largest float; otherwise the smallest is. This takes two instructions, and neither delays a multiply-add.
     * Some NaNs are overlooked. They reappear in the sum of exp(x - max), and so in the whole row.
     */
    static float max(int n, float[] x, int xo) {
        IntVector high = IntVector.broadcast(INT, Integer.MIN_VALUE);
        IntVector low = IntVector.broadcast(INT, Integer.MAX_VALUE);
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            IntVector bits = FloatVector.fromArray(FLOAT, x, xo + i).reinterpretAsInts();
            high = high.max(bits);
            low = low.min(bits);
        }
        int most = high.reduceLanes(VectorOperators.MAX);
        int least = low.reduceLanes(VectorOperators.MIN);
        for (int i = whole; i < n; i++) {
            int bits = Float.floatToRawIntBits(x[xo + i]);
            most = Math.max(most, bits);
            least = Math.min(least, bits);
        }
        return Float.intBitsToFloat(most >= 0 ? most : least);
    }

    /** y = exp(x - max); its sum. */
    private static float expMinus(float max, int n, float[] x, int xo, float[] y, int yo) {
        int whole = n & -LANES;
        int rest = n - whole;
        vectors(whole, max, x, xo, y, yo);
        if (rest > 0) {
            float[] tail = TAIL.floats(LANES);
            System.arraycopy(NOTHING, 0, tail, 0, LANES);
            System.arraycopy(x, xo + whole, tail, 0, rest);
            vectors(LANES, max, tail, 0, tail, 0);
            System.arraycopy(tail, 0, y, yo + whole, rest);
        }
        return REDUCTIONS.sum(n, y, yo);
    }

    /** y = exp(x - max), flushed, for whole vectors. */
    static void vectors(int n, float max, float[] x, int xo, float[] y, int yo) {
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        for (int i = 0; i < n; i += LANES) {
            FloatVector z = FloatVector.fromArray(FLOAT, x, xo + i).sub(max);
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
            p.intoArray(y, yo + i);
        }
    }

    @Override
    public void backward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int r = 0; r < rows; r++) {
            int yr = yo + r * width;
            int dyr = dyo + r * width;
            int dxr = dxo + r * width;
            float mean = REDUCTIONS.dot(width, y, yr, dy, dyr);
            int whole = FLOAT.loopBound(width);
            for (int j = 0; j < whole; j += LANES) {
                FloatVector centred = FloatVector.fromArray(FLOAT, dy, dyr + j).sub(mean);
                FloatVector sum = FloatVector.fromArray(FLOAT, dx, dxr + j);
                FloatVector.fromArray(FLOAT, y, yr + j).fma(centred, sum).intoArray(dx, dxr + j);
            }
            for (int j = whole; j < width; j++) {
                dx[dxr + j] = Math.fma(y[yr + j], dy[dyr + j] - mean, dx[dxr + j]);
            }
        }
    }

    @Override
    public void logSumExp(int rows, int width, float[] x, int xo, float[] out, int oo) {
        SimdExpSums.logSumExp(rows, width, x, xo, out, oo);
    }

    @Override
    public void addExp(int n, float alpha, float[] x, int xo, float shift, float[] y, int yo) {
        SimdExpSums.addExp(n, alpha, x, xo, shift, y, yo);
    }
}
