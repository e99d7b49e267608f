package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.jspecify.annotations.Nullable;

/**
 * An affine map of each row: every output is a weighted sum of all inputs of the row, plus a constant.
 *
 * <pre>
 * y = x W^T + b          x [..., I], W [O, I], b [O], y [..., O]
 * </pre>
 *
 * <p>Parameters {@code weight} [O, I] and {@code bias} [O]. Both are initialised uniformly within 1 / sqrt(I), as
 * PyTorch does ({@link Initialiser#linear}).
 *
 * <p>Use it to change the width of rows, and as the last layer of a network. It mixes the features of a row, but never
 * two rows. {@link Conv1d} mixes neighbouring rows, {@link MultiHeadAttention} all rows. Two linear layers without a
 * function between them are equal to one linear layer. Leave the bias out if a norm with its own shift follows.
 *
 * <p>Cost: I O multiply-adds a row, as one matrix product over all rows.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Linear extends Layer {
    private final int in;
    private final int out;
    private final Tensor weight;
    private final @Nullable Tensor bias;

    /** With a bias, and PyTorch's default {@link Initialiser#linear} for both. */
    public Linear(int in, int out) {
        this(in, out, Initialiser.linear(in), Initialiser.linear(in));
    }

    /**
     * With the given initialisers.
     *
     * @param biasInitialiser null for a layer without a bias
     */
    public Linear(int in, int out, Initialiser weightInitialiser, @Nullable Initialiser biasInitialiser) {
        Checks.given("Linear", "weightInitialiser", weightInitialiser);
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("Linear: " + in + " -> " + out + "; both widths must be 1 or more");
        }
        this.in = in;
        this.out = out;
        weight = parameter("weight", weightInitialiser, out, in);
        bias = biasInitialiser == null ? null : parameter("bias", biasInitialiser, out);
    }

    /** Without a bias, and with PyTorch's default for the weight. */
    public static Linear withoutBias(int in, int out) {
        return new Linear(in, out, Initialiser.linear(in), null);
    }

    /** x [..., in] gives [..., out]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, in);
        return Ops.linear(x, weight, bias);
    }

    /** W [out, in]. */
    public Tensor weight() {
        return weight;
    }

    /** b [out]. Null for a layer without a bias. */
    public @Nullable Tensor bias() {
        return bias;
    }

    /** For example {@code Linear(768 -> 128)}. */
    @Override
    public String toString() {
        return "Linear(" + in + " -> " + out + (bias == null ? ", no bias)" : ")");
    }
}
