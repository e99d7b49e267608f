package org.almt.core.kernel.reference;

import static org.almt.core.kernel.reference.ReferenceElementwise.each;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Functions;

/** Functions of one number: {@link FloatMath} on each element. Tests check its accuracy by arithmetic in double. */
final class ReferenceFunctions implements Functions {
    @Override
    public void exp(int n, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> FloatMath.exp(x[xo + i]));
    }

    @Override
    public void gelu(int n, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> FloatMath.gelu(x[xo + i]));
    }

    @Override
    public void tanh(int n, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> FloatMath.tanh(x[xo + i]));
    }

    @Override
    public void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> FloatMath.sigmoid(x[xo + i]));
    }

    @Override
    public void log(int n, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> FloatMath.log(x[xo + i]));
    }

    @Override
    public void softplus(int n, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> FloatMath.softplus(x[xo + i]));
    }

    @Override
    public void relu(int n, float[] x, int xo, float[] y, int yo) {
        each(n, y, yo, i -> Math.max(x[xo + i], 0f));
    }

    @Override
    public void geluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        each(n, dx, dxo, i -> Math.fma(dy[dyo + i], FloatMath.geluGradient(x[xo + i]), dx[dxo + i]));
    }

    @Override
    public void reluBackward(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
        each(n, dx, dxo, i -> x[xo + i] > 0 ? dx[dxo + i] + dy[dyo + i] : dx[dxo + i]);
    }
}
