package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.scalar.ScalarMath;

/**
 * {@link ScalarMath} on vectors: the same operations in the same order, so the same bits.
 *
 * <p>These are the only helpers here that take and return vectors. Each is small enough to be inlined into its loop (exp
 * costs 0.3 ns an element at 512 bits); were one not, its vectors would be boxed and the loop many times slower.
 */
final class SimdMath {
    private static final int ROUND_BITS = Float.floatToRawIntBits(ScalarMath.ROUND);

    private SimdMath() {}

    /** {@link ScalarMath#exp}. */
    static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(broadcast(ScalarMath.LOG2_E), broadcast(ScalarMath.ROUND));
        FloatVector n = shifted.sub(ScalarMath.ROUND);
        FloatVector r = n.fma(broadcast(-ScalarMath.LN2_LOW), n.fma(broadcast(-ScalarMath.LN2_HIGH), x));
        FloatVector p = broadcast(ScalarMath.E6).fma(r, broadcast(ScalarMath.E5));
        p = p.fma(r, broadcast(ScalarMath.E4));
        p = p.fma(r, broadcast(ScalarMath.E3));
        p = p.fma(r, broadcast(ScalarMath.E2));
        p = p.fma(r.mul(r), r).add(1);
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        FloatVector y = p.mul(powerOfTwo(half)).mul(powerOfTwo(exponent.sub(half)));
        y = y.blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, ScalarMath.EXP_OVERFLOW));
        return y.blend(0, x.compare(VectorOperators.LT, ScalarMath.EXP_UNDERFLOW));
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /** {@link ScalarMath#tanh}. */
    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector ratio = broadcast(2).div(exp(magnitude.add(magnitude)).add(1));
        FloatVector large = broadcast(1).sub(ratio);
        large = large.blend(large.neg(), x.compare(VectorOperators.LT, 0));
        FloatVector t = x.mul(x);
        FloatVector p = broadcast(ScalarMath.T4).fma(t, broadcast(ScalarMath.T3));
        p = p.fma(t, broadcast(ScalarMath.T2));
        p = p.fma(t, broadcast(ScalarMath.T1));
        p = p.fma(t, broadcast(ScalarMath.T0));
        FloatVector small = p.mul(t).fma(x, x);
        return small.blend(large, magnitude.compare(VectorOperators.GT, ScalarMath.TANH_SMALL));
    }

    /** {@link ScalarMath#sigmoid}. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector z = exp(x.abs().neg());
        FloatVector numerator = broadcast(1).blend(z, x.compare(VectorOperators.LT, 0));
        return numerator.div(z.add(1));
    }

    /** {@link ScalarMath#gelu}. */
    static FloatVector gelu(FloatVector x) {
        FloatVector tail = gaussian(x).mul(millsRatio(x.abs()));
        return x.mul(upperOrLower(x, tail));
    }

    /** {@link ScalarMath#geluGradient}. */
    static FloatVector geluGradient(FloatVector x) {
        FloatVector gaussian = gaussian(x);
        FloatVector tail = gaussian.mul(millsRatio(x.abs()));
        return x.fma(gaussian.mul(ScalarMath.INV_SQRT_2PI), upperOrLower(x, tail));
    }

    /** The tail where x &lt; 0, otherwise 1 - tail. */
    private static FloatVector upperOrLower(FloatVector x, FloatVector tail) {
        return broadcast(1).sub(tail).blend(tail, x.compare(VectorOperators.LT, 0));
    }

    private static FloatVector gaussian(FloatVector x) {
        return exp(x.mul(-0.5f).mul(x));
    }

    private static FloatVector millsRatio(FloatVector a) {
        FloatVector b = a.mul(ScalarMath.TAIL_BEND);
        b = broadcast(ScalarMath.TAIL_END).blend(b, b.compare(VectorOperators.LT, ScalarMath.TAIL_END));
        FloatVector u = b.div(b.add(1));
        FloatVector p = broadcast(ScalarMath.N9).fma(u, broadcast(ScalarMath.N8));
        p = p.fma(u, broadcast(ScalarMath.N7));
        p = p.fma(u, broadcast(ScalarMath.N6));
        p = p.fma(u, broadcast(ScalarMath.N5));
        p = p.fma(u, broadcast(ScalarMath.N4));
        p = p.fma(u, broadcast(ScalarMath.N3));
        p = p.fma(u, broadcast(ScalarMath.N2));
        p = p.fma(u, broadcast(ScalarMath.N1));
        return p.fma(u, broadcast(0.5f));
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOAT, value);
    }
}
