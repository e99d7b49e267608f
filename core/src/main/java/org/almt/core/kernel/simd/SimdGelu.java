package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.FloatMath;

/**
 * {@code FloatMath.gelu} and {@code FloatMath.geluGradient} on blocks of whole vectors, in one pass. A vector takes 21
 * multiplies and multiply-adds and a division forward, 23 and a division backward. That is 27 and 31 cycles on a core
 * that begins one 512-bit multiply-add a cycle.
 *
 * <p>Comparisons are done by sign bits and shifts, because a comparison occupies the unit of a multiply-add: 8
 * multiply-adds and 4 comparisons take 12 cycles, and with 4 shifts instead 8. The two loops repeat the same code,
 * because a shared helper would take and return vectors.
 */
final class SimdGelu {
    // exp(-t/2) for t = x². Using t instead of -t/2 changes all constants by a power of two, and no bit of the result.
    private static final float LOG2 = -0.5f * FloatMath.LOG2_E;
    private static final float LN2 = 2 * FloatMath.LN2;
    private static final float E2 = FloatMath.E2 / 4;
    private static final float E3 = FloatMath.E3 / -8;
    private static final float E4 = FloatMath.E4 / 16;
    private static final float E5 = FloatMath.E5 / -32;
    private static final float E6 = FloatMath.E6 / 64;
    /** One more than the bits of the largest t whose exp is not flushed. */
    private static final int FLUSH_BITS = Float.floatToRawIntBits(-2 * FloatMath.EXP_FLUSH) + 1;

    private SimdGelu() {}

    /** y = x Phi(x). */
    static void vectors(int n, float[] x, int xo, float[] y, int yo) {
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        for (int i = 0; i < n; i += LANES) {
            FloatVector xi = FloatVector.fromArray(FLOAT, x, xo + i);
            FloatVector t = xi.mul(xi);
            FloatVector shifted = t.fma(FloatVector.broadcast(FLOAT, LOG2), biased);
            FloatVector r = shifted.sub(biased).fma(FloatVector.broadcast(FLOAT, LN2), t);
            FloatVector e = FloatVector.broadcast(FLOAT, E6);
            e = e.fma(r, FloatVector.broadcast(FLOAT, E5));
            e = e.fma(r, FloatVector.broadcast(FLOAT, E4));
            e = e.fma(r, FloatVector.broadcast(FLOAT, E3));
            e = e.fma(r, FloatVector.broadcast(FLOAT, E2));
            e = e.fma(r, FloatVector.broadcast(FLOAT, -0.5f));
            e = e.fma(r, one);
            e = e.mul(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector a = xi.abs();
            FloatVector u = a.div(a.add(FloatMath.TAIL_BEND));
            FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.N9);
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N8));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N7));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N6));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N5));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N4));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N3));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N2));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N1));
            p = p.fma(u, FloatVector.broadcast(FLOAT, 0.5f));
            IntVector near = t.reinterpretAsInts().sub(FLUSH_BITS).lanewise(VectorOperators.ASHR, 31);
            FloatVector tail = e.mul(p).reinterpretAsInts().and(near).reinterpretAsFloats();
            IntVector negative = xi.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            IntVector normal = one.sub(tail).reinterpretAsInts().lanewise(
                    VectorOperators.BITWISE_BLEND, tail.reinterpretAsInts(), negative);
            xi.mul(normal.reinterpretAsFloats()).intoArray(y, yo + i);
        }
    }

    /** dx += dy (Phi(x) + x phi(x)). */
    static void backwardVectors(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        for (int i = 0; i < n; i += LANES) {
            FloatVector xi = FloatVector.fromArray(FLOAT, x, xo + i);
            FloatVector t = xi.mul(xi);
            FloatVector shifted = t.fma(FloatVector.broadcast(FLOAT, LOG2), biased);
            FloatVector r = shifted.sub(biased).fma(FloatVector.broadcast(FLOAT, LN2), t);
            FloatVector e = FloatVector.broadcast(FLOAT, E6);
            e = e.fma(r, FloatVector.broadcast(FLOAT, E5));
            e = e.fma(r, FloatVector.broadcast(FLOAT, E4));
            e = e.fma(r, FloatVector.broadcast(FLOAT, E3));
            e = e.fma(r, FloatVector.broadcast(FLOAT, E2));
            e = e.fma(r, FloatVector.broadcast(FLOAT, -0.5f));
            e = e.fma(r, one);
            e = e.mul(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector a = xi.abs();
            FloatVector u = a.div(a.add(FloatMath.TAIL_BEND));
            FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.N9);
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N8));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N7));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N6));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N5));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N4));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N3));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N2));
            p = p.fma(u, FloatVector.broadcast(FLOAT, FloatMath.N1));
            p = p.fma(u, FloatVector.broadcast(FLOAT, 0.5f));
            IntVector near = t.reinterpretAsInts().sub(FLUSH_BITS).lanewise(VectorOperators.ASHR, 31);
            FloatVector tail = e.mul(p).reinterpretAsInts().and(near).reinterpretAsFloats();
            FloatVector density = e.reinterpretAsInts().and(near).reinterpretAsFloats().mul(FloatMath.INV_SQRT_2PI);
            IntVector negative = xi.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            IntVector normal = one.sub(tail).reinterpretAsInts().lanewise(
                    VectorOperators.BITWISE_BLEND, tail.reinterpretAsInts(), negative);
            FloatVector slope = xi.fma(density, normal.reinterpretAsFloats());
            FloatVector sum = FloatVector.fromArray(FLOAT, dx, dxo + i);
            FloatVector.fromArray(FLOAT, dy, dyo + i).fma(slope, sum).intoArray(dx, dxo + i);
        }
    }
}
