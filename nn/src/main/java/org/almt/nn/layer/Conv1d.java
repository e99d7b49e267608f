package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * A convolution along time, without padding and without a bias: a window of K rows slides over the sequence, and each
 * place gives an affine map of what is in it,
 *
 * <pre>
 * y[t, o] = sum over k and i of weight[o, i, k] x[t + k, i]
 * </pre>
 *
 * computed as one matrix product of the windows [L - K + 1, K*I], put side by side, with the weight as [O, K*I].
 *
 * <p>Parameter {@code weight} [O, I, K], PyTorch's, who draws it uniformly within 1 / sqrt(I K). Sequences are [B, L, I]
 * here, not [B, I, L].
 */
public final class Conv1d extends Layer {
    private final int in;
    private final int out;
    private final int window;
    private final Tensor weight;

    /** From rows of {@code in} to rows of {@code out} numbers, with {@code window} rows seen at a time. */
    public Conv1d(int in, int out, int window) {
        if (in < 1 || out < 1 || window < 1) {
            throw new IllegalArgumentException("conv1d: " + in + " -> " + out + ", window " + window
                    + "; all must be 1 or more");
        }
        this.in = in;
        this.out = out;
        this.window = window;
        weight = parameter("weight", Initialiser.linear(Math.multiplyExact(in, window)), out, in, window);
    }

    /** x [B, L, I] gives [B, L - K + 1, O]. */
    public Tensor forward(Tensor x) {
        if (x.shape().rank() != 3 || x.shape().size(1) < window) {
            throw new IllegalArgumentException(
                    this + ": an input [batch, " + window + " rows or more, " + in + "] is needed, not " + x.shape());
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
