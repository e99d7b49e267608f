package org.almt.core.kernel.reference;

import org.almt.core.kernel.Elementwise;

/**
 * Arithmetic on each element, one rounding for each step. A step that is a single operation is done in double and then
 * rounded to float. A double has more than twice the digits of a float, so the result is the exact one rounded once
 * (Figueroa, "When is double rounding innocuous?", 1995). The other kernels reach it in another way.
 */
final class ReferenceElementwise implements Elementwise {
    /** Gives element i of a result. */
    interface Element {
        double at(int i);
    }

    static void each(int n, float[] z, int zo, Element element) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = (float) element.at(i);
        }
    }

    @Override
    public void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        each(n, z, zo, i -> (double) x[xo + i] + y[yo + i]);
    }

    @Override
    public void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        each(n, z, zo, i -> (double) x[xo + i] - y[yo + i]);
    }

    @Override
    public void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        each(n, z, zo, i -> (double) x[xo + i] * y[yo + i]);
    }

    @Override
    public void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        each(n, z, zo, i -> (double) x[xo + i] / y[yo + i]);
    }

    @Override
    public void scale(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        each(n, z, zo, i -> (double) alpha * x[xo + i]);
    }

    @Override
    public void shift(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        each(n, z, zo, i -> (double) x[xo + i] + alpha);
    }

    @Override
    public void sqrt(int n, float[] x, int xo, float[] z, int zo) {
        each(n, z, zo, i -> Math.sqrt(x[xo + i]));
    }

    @Override
    public void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> Math.fma(alpha, x[xo + i], y[yo + i]));
    }

    @Override
    public void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        each(n, z, zo, i -> Math.fma(x[xo + i], y[yo + i], z[zo + i]));
    }

    @Override
    public void adamw(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps) {
        for (int i = 0; i < n; i++) {
            float gi = g[go + i];
            m[mo + i] = Math.fma(beta1, m[mo + i], (1 - beta1) * gi);
            v[vo + i] = Math.fma(beta2, v[vo + i], (1 - beta2) * gi * gi);
            float denominator = (float) Math.sqrt(v[vo + i]) / sqrtCorrection2 + eps;
            p[po + i] = Math.fma(-stepSize, m[mo + i] / denominator, keep * p[po + i]);
        }
    }
}
