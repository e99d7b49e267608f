package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.plain.PlainElementwise;

/**
 * Elementwise arithmetic: whole vectors, then the scalar definition for the rest. Limited by memory: one addition to
 * two loads and a store.
 */
final class SimdElementwise {
    private SimdElementwise() {}

    static void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).add(yi).intoArray(z, zo + i);
        }
        PlainElementwise.add(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    static void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).sub(yi).intoArray(z, zo + i);
        }
        PlainElementwise.subtract(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    static void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).mul(yi).intoArray(z, zo + i);
        }
        PlainElementwise.multiply(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    static void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).div(yi).intoArray(z, zo + i);
        }
        PlainElementwise.divide(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    static void scale(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).mul(alpha).intoArray(z, zo + i);
        }
        PlainElementwise.scale(n - whole, alpha, x, xo + whole, z, zo + whole);
    }

    static void shift(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).add(alpha).intoArray(z, zo + i);
        }
        PlainElementwise.shift(n - whole, alpha, x, xo + whole, z, zo + whole);
    }

    static void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        FloatVector factor = FloatVector.broadcast(FLOAT, alpha);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            factor.fma(FloatVector.fromArray(FLOAT, x, xo + i), yi).intoArray(y, yo + i);
        }
        PlainElementwise.addScaled(n - whole, alpha, x, xo + whole, y, yo + whole);
    }

    static void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector zi = FloatVector.fromArray(FLOAT, z, zo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).fma(yi, zi).intoArray(z, zo + i);
        }
        PlainElementwise.addProduct(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    static void relu(int n, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).max(0).intoArray(y, yo + i);
        }
        PlainElementwise.relu(n - whole, x, xo + whole, y, yo + whole);
    }

    static void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            VectorMask<Float> positive = FloatVector.fromArray(FLOAT, x, xo + i).compare(VectorOperators.GT, 0);
            FloatVector dyi = FloatVector.fromArray(FLOAT, dy, dyo + i);
            FloatVector.fromArray(FLOAT, dx, dxo + i).add(dyi, positive).intoArray(dx, dxo + i);
        }
        PlainElementwise.reluBackward(n - whole, x, xo + whole, dy, dyo + whole, dx, dxo + whole);
    }
}
