package org.almt.core.op;

import org.almt.core.Tensor;

/**
 * The largest element of each window, for each channel by itself; NaN if there is one.
 *
 * <pre>
 * forward   y[oh, ow, c] = max over kh, kw of x[oh sh + kh dh - ph, ow sw + kw dw - pw, c]     inside of x
 * backward  dx[..., c] += dy[oh, ow, c] for the first element of the window that is the largest
 * saved     the position of the largest element in its window
 * cost      KH KW comparisons an element of y
 * </pre>
 *
 * Shapes: x [B, H, W, C] or [B, L, C], y [B, OH, OW, C] or [B, OL, C], sizes as in {@link Convolution}.
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
        taps.fill(-1);
        forEach((result, input, tap) -> {
            for (int c = 0; c < channels; c++) {
                float value = values[x.offset() + input + c];
                int at = y.offset() + result + c;
                int tapAt = taps.offset() + result + c;
                if (where[tapAt] < 0 || value > largest[at] || Float.isNaN(value) && !Float.isNaN(largest[at])) {
                    largest[at] = value;
                    where[tapAt] = tap;
                }
            }
        });
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        forEach((result, input, tap) -> {
            for (int c = 0; c < channels; c++) {
                if (taps.array()[taps.offset() + result + c] == tap) {
                    dx.array()[dx.offset() + input + c] += dy.array()[dy.offset() + result + c];
                }
            }
        });
    }
}
