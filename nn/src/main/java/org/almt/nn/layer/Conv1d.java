package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution along time (Waibel et al., "Phoneme recognition using time-delay neural networks", 1989): a window of K
 * rows slides over the sequence. At each place, the same linear map is applied to the rows in the window.
 *
 * <pre>
 * y[t, o] = bias[o] + sum over k and i of weight[o, i, k] x[t stride + k dilation - padding, i]
 * x [B, L, I], y [B, M, O]
 * M = (L + 2 padding - dilation (K - 1) - 1) / stride + 1, rounded down
 * </pre>
 *
 * <p>Parameters {@code weight} [O, I / groups, K] and, unless left out, {@code bias} [O], with PyTorch's names and
 * layout. Both are initialised uniformly within 1 / sqrt(I / groups K). Sequences are [B, L, I] here, and [B, I, L] in
 * PyTorch.
 *
 * <p>Use it for patterns of a few neighbouring rows at any place, and to change the width of a sequence. It sees K rows
 * at a time. {@link MultiHeadAttention} sees all rows, {@link Lstm} all earlier rows.
 *
 * <p>Cost: K I O / groups multiply-adds for each row of the result, as matrix products that read the sequence in place.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Conv1d extends Layer {
    private final int in;
    private final int out;
    private final int window;
    private final ConvOptions options;
    private final Tensor weight;
    private final @Nullable Tensor bias;

    /**
     * Maps rows of {@code in} to rows of {@code out} elements, with {@code window} rows at a time. No padding, no bias.
     */
    public Conv1d(int in, int out, int window) {
        this(in, out, window, ConvOptions.PLAIN, false);
    }

    /** With a stride, padding, dilation and groups, and with or without a bias. */
    public Conv1d(int in, int out, int window, ConvOptions options, boolean biased) {
        Checks.given("Conv1d", "options", options);
        if (in < 1 || out < 1 || window < 1) {
            throw new IllegalArgumentException("Conv1d: " + in + " -> " + out + ", window " + window
                    + "; all must be 1 or more");
        }
        this.in = in;
        this.out = out;
        this.window = window;
        this.options = options;
        int each = Filters.perGroup("Conv1d", in, out, options);
        Initialiser draw = Initialiser.linear(Math.multiplyExact(each, window));
        weight = parameter("weight", draw, out, each, window);
        bias = biased ? parameter("bias", draw, out) : null;
    }

    /** x [B, L, I] gives [B, M, O]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, in, "[batch, length, channels]");
        if (x.shape().rank() != 3 || x.shape().size(1) + 2 * options.paddingW()
                <= options.dilationW() * (window - 1)) {
            throw new IllegalArgumentException(
                    described() + ": an input [batch, "
                            + Math.max(1, options.dilationW() * (window - 1) + 1 - 2 * options.paddingW())
                            + " rows or more, " + in + "] is needed, not " + x.shape());
        }
        return Ops.conv1d(x, weight, bias, options);
    }

    /** For example {@code Conv1d(768 -> 50, window 5)}. */
    @Override
    public String toString() {
        return "Conv1d(" + in + " -> " + out + ", window " + window + ")";
    }
}
