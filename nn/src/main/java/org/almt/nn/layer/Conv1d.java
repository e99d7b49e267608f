package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * A convolution along time, without padding and without a bias (Waibel et al., "Phoneme recognition using time-delay
 * neural networks", 1989): a window of K rows slides over the sequence, and each place gives the same linear map of
 * what is in it.
 *
 * <pre>
 * y[t, o] = sum over k and i of weight[o, i, k] x[t + k, i]          x [B, L, I], y [B, L - K + 1, O]
 * </pre>
 *
 * <p>Parameter {@code weight} [O, I, K], PyTorch's name and layout, initialised uniformly within 1 / sqrt(I K).
 * Sequences are [B, L, I] here, where PyTorch has [B, I, L].
 *
 * <p>Use it for patterns of a few neighbouring rows, wherever they stand, and to bring a sequence to another width. It
 * sees K rows at a time; {@link MultiHeadAttention} sees all, {@link Lstm} all before.
 *
 * <p>Cost: K I O multiply-adds for each row of the result, as one matrix product of the windows [L - K + 1, K I], put
 * side by side, which takes K times the memory of the input.
 */
public final class Conv1d extends Layer {
    private final int in;
    private final int out;
    private final int window;
    private final Tensor weight;

    /** From rows of {@code in} to rows of {@code out} elements, with {@code window} rows seen at a time. */
    public Conv1d(int in, int out, int window) {
        if (in < 1 || out < 1 || window < 1) {
            throw new IllegalArgumentException("Conv1d: " + in + " -> " + out + ", window " + window
                    + "; all must be 1 or more");
        }
        this.in = in;
        this.out = out;
        this.window = window;
        weight = parameter("weight", Initialiser.linear(Math.multiplyExact(in, window)), out, in, window);
    }

    /** x [B, L, I] gives [B, L - K + 1, O]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, in);
        if (x.shape().rank() != 3 || x.shape().size(1) < window) {
            throw new IllegalArgumentException(
                    described() + ": an input [batch, " + window + " rows or more, " + in + "] is needed, not "
                            + x.shape());
        }
        if (window == 1) {
            return Ops.linear(x, Ops.reshape(weight, out, in), null);
        }
        int places = x.shape().size(1) - window + 1;
        Tensor[] shifted = new Tensor[window];
        for (int k = 0; k < window; k++) {
            shifted[k] = Ops.slice(x, 1, k, k + places);
        }
        Tensor windows = Ops.concat(2, shifted); // [B, L-K+1, K*I]
        return Ops.linear(windows, Ops.reshape(Ops.transpose(weight, 1, 2), out, window * in), null);
    }

    /** For example {@code Conv1d(768 -> 50, window 5)}. */
    @Override
    public String toString() {
        return "Conv1d(" + in + " -> " + out + ", window " + window + ")";
    }
}
