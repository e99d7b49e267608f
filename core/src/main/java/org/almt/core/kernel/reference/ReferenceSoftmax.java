package org.almt.core.kernel.reference;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.RowSoftmax;

/** Softmax along rows. */
final class ReferenceSoftmax implements RowSoftmax {
    private final ReferenceReductions reductions = new ReferenceReductions();

    @Override
    public void forward(int rows, int width, float[] x, int xo, float[] y, int yo) {
        for (int row = 0; row < rows * width; row += width) {
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < width; j++) {
                max = Math.max(max, x[xo + row + j]);
            }
            for (int j = 0; j < width; j++) {
                y[yo + row + j] = FloatMath.expFlushed(x[xo + row + j] - max);
            }
            float scale = 1 / reductions.sum(width, y, yo + row);
            for (int j = 0; j < width; j++) {
                y[yo + row + j] *= scale;
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
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < width; j++) {
                max = Math.max(max, x[xo + r * width + j]);
            }
            float shift = max == Float.NEGATIVE_INFINITY ? 0 : max;
            float[] lanes = new float[Lanes.COUNT];
            for (int j = 0; j < width; j++) {
                lanes[j % Lanes.COUNT] += FloatMath.expFlushed(x[xo + r * width + j] - shift);
            }
            out[oo + r] = shift + FloatMath.log(Lanes.sum(lanes));
        }
    }

    @Override
    public void addExp(int n, float alpha, float[] x, int xo, float shift, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(alpha, FloatMath.expFlushed(x[xo + i] - shift), y[yo + i]);
        }
    }
}
