package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.scalar.ScalarMath;
import org.almt.core.kernel.scalar.Scratch;

/** {@code ScalarMath.gelu} and {@code ScalarMath.geluGradient} on blocks of whole vectors. */
final class SimdGelu {
    private SimdGelu() {}

    /** y = x Phi(x). */
    static void vectors(int n, float[] x, int xo, float[] y, int yo) {
        float[] gaussian = gaussian(n, x, xo);
        float[] normal = normal(n, x, xo, gaussian);
        SimdElementwise.multiply(n, x, xo, normal, 0, y, yo);
    }

    /** y = Phi(x) + x phi(x). */
    static void gradientVectors(int n, float[] x, int xo, float[] y, int yo) {
        float[] gaussian = gaussian(n, x, xo);
        float[] normal = normal(n, x, xo, gaussian);
        for (int i = 0; i < n; i += LANES) {
            FloatVector density = FloatVector.fromArray(FLOAT, gaussian, i).mul(ScalarMath.INV_SQRT_2PI);
            FloatVector below = FloatVector.fromArray(FLOAT, normal, i);
            FloatVector.fromArray(FLOAT, x, xo + i).fma(density, below).intoArray(y, yo + i);
        }
    }

    /** exp(-x²/2). */
    private static float[] gaussian(int n, float[] x, int xo) {
        float[] z = Scratch.floats(Scratch.Use.EXPONENTIALS, Tails.BLOCK);
        for (int i = 0; i < n; i += LANES) {
            FloatVector xi = FloatVector.fromArray(FLOAT, x, xo + i);
            xi.mul(-0.5f).mul(xi).intoArray(z, i);
        }
        SimdExp.vectors(n, 1, z, 0, 0, z, 0);
        return z;
    }

    /** Phi(x): the tail beyond |x| where x &lt; 0, otherwise 1 less the tail. */
    private static float[] normal(int n, float[] x, int xo, float[] gaussian) {
        float[] normal = Scratch.floats(Scratch.Use.NORMAL, Tails.BLOCK);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector end = FloatVector.broadcast(FLOAT, ScalarMath.TAIL_END);
        for (int i = 0; i < n; i += LANES) {
            FloatVector xi = FloatVector.fromArray(FLOAT, x, xo + i);
            FloatVector b = xi.abs().mul(ScalarMath.TAIL_BEND);
            b = end.blend(b, b.compare(VectorOperators.LT, ScalarMath.TAIL_END));
            FloatVector u = b.div(b.add(1));
            FloatVector p = FloatVector.broadcast(FLOAT, ScalarMath.N9);
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N8));
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N7));
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N6));
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N5));
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N4));
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N3));
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N2));
            p = p.fma(u, FloatVector.broadcast(FLOAT, ScalarMath.N1));
            p = p.fma(u, FloatVector.broadcast(FLOAT, 0.5f));
            FloatVector tail = FloatVector.fromArray(FLOAT, gaussian, i).mul(p);
            one.sub(tail).blend(tail, xi.compare(VectorOperators.LT, 0)).intoArray(normal, i);
        }
        return normal;
    }
}
