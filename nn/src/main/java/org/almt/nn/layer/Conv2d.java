package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over pictures (LeCun et al., "Gradient-based learning applied to document recognition", 1998): a window
 * slides over the pixels. At each place, the same linear map is applied to the pixels in the window.
 *
 * <pre>
 * y[u, v, o] = bias[o] + sum over i, j and c of weight[o, c, i, j] x[u s + i - p, v s + j - p, c]
 * s: the stride; p: the padding
 * x [B, H, W, C], y [B, OH, OW, O]
 * OH = (H + 2 padding - dilation (KH - 1) - 1) / stride + 1, rounded down; the same for OW
 * </pre>
 *
 * <p>Parameters {@code weight} [O, C / groups, KH, KW] and, unless left out, {@code bias} [O], with PyTorch's names and
 * layout. Both are initialised uniformly within 1 / sqrt(C / groups KH KW). Pictures are [B, H, W, C] here, and [B, C,
 * H, W] in PyTorch. {@code Composed.permute(x, 0, 2, 3, 1)} converts PyTorch's form to this one.
 *
 * <p>Use it for patterns of neighbouring pixels at any place. With as many groups as channels, each channel has its own
 * window.
 *
 * <p>Cost: KH KW C O / groups multiply-adds for each pixel of the result, as matrix products that read the pixels in
 * place.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Conv2d extends Layer {
    private final int in;
    private final int out;
    private final ConvOptions options;
    private final Tensor weight;
    private final @Nullable Tensor bias;

    /** With a square window, a bias, and neither padding nor stride. */
    public Conv2d(int in, int out, int size) {
        this(in, out, size, size, ConvOptions.PLAIN, true);
    }

    /** With all choices. */
    public Conv2d(int in, int out, int height, int width, ConvOptions options, boolean biased) {
        Checks.given("Conv2d", "options", options);
        if (in < 1 || out < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("Conv2d: " + in + " -> " + out + ", window " + height + " x " + width
                    + "; all must be 1 or more");
        }
        this.in = in;
        this.out = out;
        this.options = options;
        int each = Filters.perGroup("Conv2d", in, out, options);
        Initialiser draw = Initialiser.linear(Math.multiplyExact(each, Math.multiplyExact(height, width)));
        weight = parameter("weight", draw, out, each, height, width);
        bias = biased ? parameter("bias", draw, out) : null;
    }

    /** x [B, H, W, C] gives [B, OH, OW, O]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, in, "[batch, height, width, channels]");
        try {
            return Ops.conv2d(x, weight, bias, options);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** For example {@code Conv2d(32 -> 64, window 3 x 3)}. */
    @Override
    public String toString() {
        return "Conv2d(" + in + " -> " + out + ", window " + weight.shape().size(2) + " x " + weight.shape().size(3)
                + ")";
    }
}
