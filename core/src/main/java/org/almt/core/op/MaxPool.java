package org.almt.core.op;

import org.almt.core.Tensor;

/**
 * The largest element of each window, separately for each channel. NaN if there is one. If all are -infinity, there is
 * no gradient.
 *
 * <pre>
 * forward   y[oh, ow, c] = max over kh, kw of x[i, j, c];  i = oh sh + kh dh - ph,  j = ow sw + kw dw - pw, inside of x
 * backward  dx[i, j, c] += dy[oh, ow, c] for the first element of the window that is the largest
 * saved     the position of the largest element in its window
 * cost      KH KW comparisons an element of y; one addition backward
 * letters   as for Convolution
 * </pre>
 *
 * Shapes: x [B, H, W, C] or [B, L, C], y [B, OH, OW, C] or [B, OL, C], sizes as in {@link Convolution}.
 *
 * <p>Threads: one at a time.
 */
public final class MaxPool extends Pool {
    private final Tensor taps;

    MaxPool(Tensor x, int kernelH, int kernelW, ConvOptions options, int dimensions) {
        super("maxPool" + dimensions + "d", x, kernelH, kernelW, options, dimensions);
        taps = buffer(y.shape());
    }

    @Override
    protected void forward() {
        float[] largest = y.array();
        float[] where = taps.array();
        float[] values = x.array();
        y.fill(Float.NEGATIVE_INFINITY);
        taps.fill(-1);
        forEach((result, input, tap) -> {
            int from = x.offset() + input;
            int at = y.offset() + result;
            int tapAt = taps.offset() + result;
            for (int c = 0; c < channels; c++) { // without branches, for vectors
                float value = values[from + c];
                boolean better = value > largest[at + c] | Float.isNaN(value);
                where[tapAt + c] = better ? tap : where[tapAt + c];
                largest[at + c] = better ? value : largest[at + c];
            }
        });
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        float[] where = taps.array();
        float[] slope = dy.array();
        float[] into = dx.array();
        forEach((result, input, tap) -> {
            int from = dy.offset() + result;
            int tapAt = taps.offset() + result;
            int to = dx.offset() + input;
            for (int c = 0; c < channels; c++) {
                into[to + c] += where[tapAt + c] == tap ? slope[from + c] : 0;
            }
        });
    }
}
