package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Elementwise functions of {@link SimdMath}: whole vectors, then one masked vector for the rest, since an element costs
 * tens of instructions.
 */
final class SimdActivations {
    private SimdActivations() {}

    static void exp(int n, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            SimdMath.exp(FloatVector.fromArray(FLOAT, x, xo + i)).intoArray(y, yo + i);
        }
        if (whole < n) {
            VectorMask<Float> rest = FLOAT.indexInRange(whole, n);
            SimdMath.exp(FloatVector.fromArray(FLOAT, x, xo + whole, rest)).intoArray(y, yo + whole, rest);
        }
    }

    static void gelu(int n, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            SimdMath.gelu(FloatVector.fromArray(FLOAT, x, xo + i)).intoArray(y, yo + i);
        }
        if (whole < n) {
            VectorMask<Float> rest = FLOAT.indexInRange(whole, n);
            SimdMath.gelu(FloatVector.fromArray(FLOAT, x, xo + whole, rest)).intoArray(y, yo + whole, rest);
        }
    }

    static void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector slope = SimdMath.geluGradient(FloatVector.fromArray(FLOAT, x, xo + i));
            FloatVector sum = FloatVector.fromArray(FLOAT, dx, dxo + i);
            FloatVector.fromArray(FLOAT, dy, dyo + i).fma(slope, sum).intoArray(dx, dxo + i);
        }
        if (whole < n) {
            VectorMask<Float> rest = FLOAT.indexInRange(whole, n);
            FloatVector slope = SimdMath.geluGradient(FloatVector.fromArray(FLOAT, x, xo + whole, rest));
            FloatVector sum = FloatVector.fromArray(FLOAT, dx, dxo + whole, rest);
            FloatVector.fromArray(FLOAT, dy, dyo + whole, rest).fma(slope, sum).intoArray(dx, dxo + whole, rest);
        }
    }

    static void tanh(int n, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            SimdMath.tanh(FloatVector.fromArray(FLOAT, x, xo + i)).intoArray(y, yo + i);
        }
        if (whole < n) {
            VectorMask<Float> rest = FLOAT.indexInRange(whole, n);
            SimdMath.tanh(FloatVector.fromArray(FLOAT, x, xo + whole, rest)).intoArray(y, yo + whole, rest);
        }
    }

    static void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            SimdMath.sigmoid(FloatVector.fromArray(FLOAT, x, xo + i)).intoArray(y, yo + i);
        }
        if (whole < n) {
            VectorMask<Float> rest = FLOAT.indexInRange(whole, n);
            SimdMath.sigmoid(FloatVector.fromArray(FLOAT, x, xo + whole, rest)).intoArray(y, yo + whole, rest);
        }
    }
}
