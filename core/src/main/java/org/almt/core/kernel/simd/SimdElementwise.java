package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.Elementwise;
import org.almt.core.kernel.plain.PlainElementwise;

/**
 * Elementwise arithmetic: whole vectors first, then the scalar definition for the remaining elements. Memory limits the
 * speed: there is one addition for two loads and a store.
 */
final class SimdElementwise implements Elementwise {
    private static final PlainElementwise PLAIN = new PlainElementwise();

    @Override
    public void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).add(yi).intoArray(z, zo + i);
        }
        PLAIN.add(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    @Override
    public void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).sub(yi).intoArray(z, zo + i);
        }
        PLAIN.subtract(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    @Override
    public void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).mul(yi).intoArray(z, zo + i);
        }
        PLAIN.multiply(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    @Override
    public void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).div(yi).intoArray(z, zo + i);
        }
        PLAIN.divide(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    @Override
    public void scale(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).mul(alpha).intoArray(z, zo + i);
        }
        PLAIN.scale(n - whole, alpha, x, xo + whole, z, zo + whole);
    }

    @Override
    public void shift(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).add(alpha).intoArray(z, zo + i);
        }
        PLAIN.shift(n - whole, alpha, x, xo + whole, z, zo + whole);
    }

    @Override
    public void sqrt(int n, float[] x, int xo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(FLOAT, x, xo + i).sqrt().intoArray(z, zo + i);
        }
        PLAIN.sqrt(n - whole, x, xo + whole, z, zo + whole);
    }

    @Override
    public void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        int whole = FLOAT.loopBound(n);
        FloatVector factor = FloatVector.broadcast(FLOAT, alpha);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            factor.fma(FloatVector.fromArray(FLOAT, x, xo + i), yi).intoArray(y, yo + i);
        }
        PLAIN.addScaled(n - whole, alpha, x, xo + whole, y, yo + whole);
    }

    @Override
    public void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector yi = FloatVector.fromArray(FLOAT, y, yo + i);
            FloatVector zi = FloatVector.fromArray(FLOAT, z, zo + i);
            FloatVector.fromArray(FLOAT, x, xo + i).fma(yi, zi).intoArray(z, zo + i);
        }
        PLAIN.addProduct(n - whole, x, xo + whole, y, yo + whole, z, zo + whole);
    }

    @Override
    public void adamw(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps) {
        FloatVector decay1 = FloatVector.broadcast(FLOAT, beta1);
        FloatVector decay2 = FloatVector.broadcast(FLOAT, beta2);
        FloatVector step = FloatVector.broadcast(FLOAT, -stepSize);
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector gi = FloatVector.fromArray(FLOAT, g, go + i);
            FloatVector mi = decay1.fma(FloatVector.fromArray(FLOAT, m, mo + i), gi.mul(rest1));
            FloatVector vi = decay2.fma(FloatVector.fromArray(FLOAT, v, vo + i), gi.mul(rest2).mul(gi));
            FloatVector denominator = vi.lanewise(VectorOperators.SQRT).div(sqrtCorrection2).add(eps);
            FloatVector pi = FloatVector.fromArray(FLOAT, p, po + i).mul(keep);
            step.fma(mi.div(denominator), pi).intoArray(p, po + i);
            mi.intoArray(m, mo + i);
            vi.intoArray(v, vo + i);
        }
        PLAIN.adamw(
                n - whole, p, po + whole, g, go + whole, m, mo + whole, v, vo + whole,
                keep, beta1, beta2, stepSize, sqrtCorrection2, eps);
    }
}
