package org.almt.core.kernel.plain;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Kernels;

/** Elementwise kernels, one loop each. */
public final class PlainElementwise {
    private PlainElementwise() {}

    /** See {@link Kernels#add}. */
    public static void add(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] + y[yo + i];
        }
    }

    /** See {@link Kernels#subtract}. */
    public static void subtract(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] - y[yo + i];
        }
    }

    /** See {@link Kernels#multiply}. */
    public static void multiply(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] * y[yo + i];
        }
    }

    /** See {@link Kernels#divide}. */
    public static void divide(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] / y[yo + i];
        }
    }

    /** See {@link Kernels#scale}. */
    public static void scale(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = alpha * x[xo + i];
        }
    }

    /** See {@link Kernels#shift}. */
    public static void shift(int n, float alpha, float[] x, int xo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = x[xo + i] + alpha;
        }
    }

    /** See {@link Kernels#addScaled}. */
    public static void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
        }
    }

    /** See {@link Kernels#addProduct}. */
    public static void addProduct(int n, float[] x, int xo, float[] y, int yo, float[] z, int zo) {
        for (int i = 0; i < n; i++) {
            z[zo + i] = Math.fma(x[xo + i], y[yo + i], z[zo + i]);
        }
    }

    /** See {@link Kernels#exp}. */
    public static void exp(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.exp(x[xo + i]);
        }
    }

    /** See {@link Kernels#gelu}. */
    public static void gelu(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.gelu(x[xo + i]);
        }
    }

    /** See {@link Kernels#geluBackward}. */
    public static void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = Math.fma(dy[dyo + i], FloatMath.geluGradient(x[xo + i]), dx[dxo + i]);
        }
    }

    /** See {@link Kernels#tanh}. */
    public static void tanh(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.tanh(x[xo + i]);
        }
    }

    /** See {@link Kernels#sigmoid}. */
    public static void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.sigmoid(x[xo + i]);
        }
    }

    /** See {@link Kernels#relu}. */
    public static void relu(int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.max(x[xo + i], 0f);
        }
    }

    /** See {@link Kernels#reluBackward}. */
    public static void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int i = 0; i < n; i++) {
            if (x[xo + i] > 0) {
                dx[dxo + i] += dy[dyo + i];
            }
        }
    }
}
