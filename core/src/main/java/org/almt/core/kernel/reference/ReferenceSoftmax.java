package org.almt.core.kernel.reference;

import static org.almt.core.kernel.reference.ReferenceElementwise.each;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.RowSoftmax;

/** Softmax along rows. */
final class ReferenceSoftmax implements RowSoftmax {
    private final ReferenceReductions reductions = new ReferenceReductions();

    static float max(int n, float[] x, int xo) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xo + i]);
        }
        return max;
    }

    @Override
    public void forward(int rows, int width, float[] x, int xo, float[] y, int yo) {
        for (int row = 0; row < rows * width; row += width) {
            float max = max(width, x, xo + row);
            for (int j = row; j < row + width; j++) {
                y[yo + j] = FloatMath.expFlushed(x[xo + j] - max);
            }
            float scale = 1 / reductions.sum(width, y, yo + row);
            for (int j = row; j < row + width; j++) {
                y[yo + j] *= scale;
            }
        }
    }

    @Override
    public void backward(int rows, int width, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        for (int row = 0; row < rows * width; row += width) {
            float mean = reductions.dot(width, y, yo + row, dy, dyo + row);
            for (int j = row; j < row + width; j++) {
                dx[dxo + j] = Math.fma(y[yo + j], dy[dyo + j] - mean, dx[dxo + j]);
            }
        }
    }

    @Override
    public void logSumExp(int rows, int width, float[] x, int xo, float[] out, int oo) {
        for (int r = 0; r < rows; r++) {
            float max = max(width, x, xo + r * width);
            float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
            float[] e = new float[width];
            addExp(width, 1, x, xo + r * width, shift, e, 0);
            out[oo + r] = shift + FloatMath.log(reductions.sum(width, e, 0));
        }
    }

    @Override
    public void addExp(int n, float alpha, float[] x, int xo, float shift, float[] y, int yo) {
        each(n, y, yo, i -> Math.fma(alpha, FloatMath.expFlushed(x[xo + i] - shift), y[yo + i]));
    }
}
