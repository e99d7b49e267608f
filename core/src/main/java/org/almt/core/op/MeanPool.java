package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Tensor;

/**
 * The mean of each window, separately for each channel. Padding counts as zeros, as in PyTorch's default.
 *
 * <pre>
 * forward   y[oh, ow, c] = 1 / (KH KW) sum over kh, kw of x[i, j, c];  i = oh sh + kh dh - ph,  j = ow sw + kw dw - pw
 * backward  dx[i, j, c] += dy[oh, ow, c] / (KH KW) for each window that holds i, j
 * saved     nothing
 * cost      KH KW additions an element of y; as many backward
 * letters   as for Convolution
 * </pre>
 *
 * Shapes: x [B, H, W, C] or [B, L, C], y [B, OH, OW, C] or [B, OL, C], sizes as in {@link Convolution}.
 *
 * <p>Threads: one at a time.
 */
public final class MeanPool extends Pool {
    private final float share;

    MeanPool(Tensor x, int kernelH, int kernelW, ConvOptions options, int dimensions) {
        super("meanPool" + dimensions + "d", x, kernelH, kernelW, options, dimensions);
        share = 1f / (windows.kernelH() * windows.kernelW());
    }

    @Override
    protected void forward() {
        y.fill(0);
        forEach((result, input, tap) -> Engine.kernels().elementwise().addScaled(
                channels, share, x.array(), x.offset() + input, y.array(), y.offset() + result));
    }

    @Override
    protected void backward() {
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        forEach((result, input, tap) -> Engine.kernels().elementwise().addScaled(
                channels, share, dy.array(), dy.offset() + result, dx.array(), dx.offset() + input));
    }
}
