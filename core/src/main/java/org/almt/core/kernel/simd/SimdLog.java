package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Scratch;

/** {@code FloatMath.log} and functions built on it, for whole vectors: the same operations in the same order. */
final class SimdLog {
    private static final Scratch EXPONENTIALS = new Scratch();
    private static final Scratch LOGARITHMS = new Scratch();

    private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(FloatMath.SQRT_HALF);

    private SimdLog() {}

    /** y = log(x). */
    static void vectors(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector xi = FloatVector.fromArray(FLOAT, x, xo + i);
            VectorMask<Float> denormal = xi.compare(VectorOperators.LT, Float.MIN_NORMAL);
            FloatVector normal = xi.blend(xi.mul(1 << 23), denormal);
            IntVector bits = normal.reinterpretAsInts();
            IntVector octave = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
            FloatVector e = (FloatVector) octave.convert(VectorOperators.I2F, 0);
            e = e.blend(e.sub(23), denormal);
            FloatVector f = bits.sub(octave.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1);
            FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.L11);
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L10));
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L9));
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L8));
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L7));
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L6));
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L5));
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L4));
            p = p.fma(f, FloatVector.broadcast(FLOAT, FloatMath.L3));
            FloatVector ff = f.mul(f);
            FloatVector low = FloatVector.broadcast(FLOAT, -0.5f).fma(ff, e.mul(FloatMath.LN2_LOW));
            FloatVector small = p.mul(f).fma(ff, low).add(f);
            FloatVector result = e.fma(FloatVector.broadcast(FLOAT, FloatMath.LN2_HIGH), small);
            result = result.blend(xi, xi.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
            result = result.blend(Float.NaN, xi.compare(VectorOperators.GE, 0).not());
            result.blend(Float.NEGATIVE_INFINITY, xi.compare(VectorOperators.EQ, 0)).intoArray(y, yo + i);
        }
    }

    /** y = log(1 + exp(x)), for at most {@link Tails#BLOCK} elements. */
    static void softplusVectors(int n, float[] x, int xo, float[] y, int yo) {
        float[] z = EXPONENTIALS.floats(Tails.BLOCK);
        float[] u = LOGARITHMS.floats(Tails.BLOCK);
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).abs().neg().intoArray(z, i);
        }
        SimdExp.vectors(n, 1, z, 0, 0, z, 0);
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(FLOAT, z, i).add(1).intoArray(u, i);
        }
        vectors(n, u, 0, u, 0);
        for (int i = 0; i < n; i += LANES) {
            FloatVector zi = FloatVector.fromArray(FLOAT, z, i);
            FloatVector d = zi.add(1).sub(1);
            FloatVector tail = FloatVector.fromArray(FLOAT, u, i).mul(zi.div(d));
            tail = tail.blend(zi, d.compare(VectorOperators.EQ, 0));
            FloatVector.fromArray(FLOAT, x, xo + i).max(0).add(tail).intoArray(y, yo + i);
        }
    }
}
