package org.almt.core.kernel.plain;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.RowSoftmax;
import org.almt.core.kernel.Scratch;

/**
 * Softmax along rows.
 *
 * <pre>
 * forward   e = exp(x - max x), 0 below 2^-126, y = e * (1 / sum e)
 * backward  dx += y * (dy - sum(y dy))
 * </pre>
 */
public final class PlainSoftmax implements RowSoftmax {
    private static final PlainReductions REDUCTIONS = new PlainReductions();
    private static final Scratch EXPONENTIALS = new Scratch();
    private static final PlainElementwise ELEMENTWISE = new PlainElementwise();

    @Override
    public void forward(int rows, int width, float[] x, int xo, float[] y, int yo) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * width;
            int yr = yo + r * width;
            float sum = expMinus(max(width, x, xr), width, x, xr, y, yr);
            ELEMENTWISE.scale(width, 1 / sum, y, yr, y, yr);
        }
    }

    private static float max(int n, float[] x, int xo) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xo + i]);
        }
        return max;
    }

    /** y = exp(x - max); its sum. */
    private static float expMinus(float max, int n, float[] x, int xo, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = FloatMath.expFlushed(x[xo + i] - max);
        }
        return REDUCTIONS.sum(n, y, yo);
    }

    @Override
    public void backward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int r = 0; r < rows; r++) {
            int yr = yo + r * width;
            int dyr = dyo + r * width;
            int dxr = dxo + r * width;
            float mean = REDUCTIONS.dot(width, y, yr, dy, dyr);
            for (int j = 0; j < width; j++) {
                dx[dxr + j] = Math.fma(y[yr + j], dy[dyr + j] - mean, dx[dxr + j]);
            }
        }
    }

    @Override
    public void logSumExp(int rows, int width, float[] x, int xo, float[] out, int oo) {
        float[] e = EXPONENTIALS.floats(width);
        for (int r = 0; r < rows; r++) {
            float max = max(width, x, xo + r * width);
            float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
            out[oo + r] = shift + FloatMath.log(expMinus(shift, width, x, xo + r * width, e, 0));
        }
    }

    @Override
    public void addExp(int n, float alpha, float[] x, int xo, float shift, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(alpha, FloatMath.expFlushed(x[xo + i] - shift), y[yo + i]);
        }
    }
}
