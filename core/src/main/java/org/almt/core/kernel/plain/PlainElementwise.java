package org.almt.core.kernel.plain;

import org.almt.core.kernel.Elementwise;

/**
 * One loop each, which the compiler turns into vector instructions. The vector kernels use these loops for the last
 * elements.
 */
public final class PlainElementwise implements Elementwise {
    @Override
    public void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] + y[yo + i];
        }
    }

    @Override
    public void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] - y[yo + i];
        }
    }

    @Override
    public void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] * y[yo + i];
        }
    }

    @Override
    public void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] / y[yo + i];
        }
    }

    @Override
    public void scale(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = alpha * x[xo + i];
        }
    }

    @Override
    public void shift(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] + alpha;
        }
    }

    @Override
    public void sqrt(int n, float[] x, int xo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = (float) Math.sqrt(x[xo + i]);
        }
    }

    @Override
    public void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    @Override
    public void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = Math.fma(x[xo + i], y[yo + i], z[zo + i]);
        }
    }

    @Override
    public void adamw(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps) {
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        for (int i = 0; i < n; i++) {
            float gi = g[go + i];
            float mi = Math.fma(beta1, m[mo + i], rest1 * gi);
            float vi = Math.fma(beta2, v[vo + i], rest2 * gi * gi);
            float denominator = (float) Math.sqrt(vi) / sqrtCorrection2 + eps;
            p[po + i] = Math.fma(-stepSize, mi / denominator, keep * p[po + i]);
            m[mo + i] = mi;
            v[vo + i] = vi;
        }
    }
}
