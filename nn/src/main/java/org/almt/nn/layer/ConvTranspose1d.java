package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of a convolution along time (Zeiler et al., "Deconvolutional networks", 2010). Each row of the input is
 * multiplied by the weight and added to a window of the output. With a stride it makes sequences longer.
 *
 * <pre>
 * y[t stride + k dilation - padding, o] += weight[i, o, k] x[t, i], from bias[o]      x [B, L, I], y [B, M, O]
 * M = (L - 1) stride - 2 padding + dilation (K - 1) + 1 + more
 * </pre>
 *
 * <p>Parameters {@code weight} [I, O / groups, K] and, unless left out, {@code bias} [O], with PyTorch's names and
 * layout. Both are initialised uniformly within 1 / sqrt(O / groups K). Sequences are [B, L, I] here, and [B, I, L] in
 * PyTorch.
 *
 * <p>Use it to undo the stride of a {@link Conv1d}, in decoders of signals.
 *
 * <p>Cost: K I O / groups multiply-adds for each row of the input.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class ConvTranspose1d extends Layer {
    private final int in;
    private final int out;
    private final int window;
    private final ConvOptions options;
    private final int more;
    private final Tensor weight;
    private final @Nullable Tensor bias;

    /**
     * {@code more} is the number of additional rows at the end, less than the stride. It selects one of the lengths
     * that a convolution of this stride maps to the same number of rows.
     */
    public ConvTranspose1d(int in, int out, int window, ConvOptions options, int more) {
        this(in, out, window, options, more, true);
    }

    /** The same, with or without a bias. */
    public ConvTranspose1d(int in, int out, int window, ConvOptions options, int more, boolean biased) {
        Checks.given("ConvTranspose1d", "options", options);
        if (in < 1 || out < 1 || window < 1) {
            throw new IllegalArgumentException("ConvTranspose1d: " + in + " -> " + out + ", window " + window
                    + "; all must be 1 or more");
        }
        this.in = in;
        this.out = out;
        this.window = window;
        this.options = options;
        this.more = more;
        int each = Filters.perGroup("ConvTranspose1d", out, in, options);
        Initialiser draw = Initialiser.linear(Math.multiplyExact(each, window));
        weight = parameter("weight", draw, in, each, window);
        bias = biased ? parameter("bias", draw, out) : null;
    }

    /** x [B, L, I] gives [B, M, O]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, in, "[batch, length, channels]");
        try {
            return Ops.convTranspose1d(x, weight, bias, options, more);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** For example {@code ConvTranspose1d(50 -> 768, window 5)}. */
    @Override
    public String toString() {
        return "ConvTranspose1d(" + in + " -> " + out + ", window " + window + ")";
    }
}
