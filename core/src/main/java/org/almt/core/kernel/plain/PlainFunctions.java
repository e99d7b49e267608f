package org.almt.core.kernel.plain;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Functions;

/** {@link FloatMath} on each element. The vector kernels use some of these functions for the last elements. */
public final class PlainFunctions implements Functions {
    @Override
    public void exp(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.exp(x[xo + i]);
        }
    }

    @Override
    public void gelu(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.gelu(x[xo + i]);
        }
    }

    @Override
    public void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = Math.fma(dy[dyo + i], FloatMath.geluGradient(x[xo + i]), dx[dxo + i]);
        }
    }

    @Override
    public void tanh(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.tanh(x[xo + i]);
        }
    }

    @Override
    public void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.sigmoid(x[xo + i]);
        }
    }

    @Override
    public void log(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.log(x[xo + i]);
        }
    }

    @Override
    public void softplus(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.softplus(x[xo + i]);
        }
    }

    @Override
    public void relu(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    @Override
    public void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int i = 0; i < n; i++) {
            if (x[xo + i] > 0) {
                dx[dxo + i] += dy[dyo + i];
            }
        }
    }
}
