package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * A learned vector for each position of a sequence, added to the row at that position (Gehring et al., "Convolutional
 * sequence to sequence learning", 2017; GPT and BERT).
 *
 * <pre>
 * y[b, n] = x[b, n] + weight[from + n]          x, y [B, N, D]
 * </pre>
 *
 * <p>Parameter {@code weight} [most, D], initialised from a normal distribution of deviation 0.02.
 *
 * <p>Attention does not see the order of rows; these vectors encode it. No sequence may be longer than in training.
 * {@link BlockConfig#rotary} has no parameters and depends on distances alone.
 *
 * <p>Cost: one addition an element.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class LearnedPositions extends Layer {
    private final Tensor weight;

    /** For sequences of at most {@code most} rows of {@code width} elements. */
    public LearnedPositions(int most, int width) {
        if (most < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "LearnedPositions: " + most + " rows of " + width + "; both must be 1 or more");
        }
        weight = parameter("weight", Initialiser.normal(0.02), most, width);
    }

    /** x [B, N, D], which begins at the first position, gives [B, N, D]. */
    public Tensor forward(Tensor x) {
        return forward(x, 0);
    }

    /** x [B, N, D], with the first row at position {@code from}, gives [B, N, D]. */
    public Tensor forward(Tensor x, int from) {
        requireWidth(x, weight.shape().width());
        if (x.shape().rank() < 2) {
            throw new IllegalArgumentException(described() + ": rows [batch, rows, width] are needed, not "
                    + x.shape());
        }
        int rows = x.shape().size(-2);
        if (from < 0 || from + rows > weight.shape().size(0)) {
            throw new IllegalArgumentException(described() + ": rows " + from + " to " + (from + rows - 1) + " of "
                    + x.shape() + "; there are positions for " + weight.shape().size(0));
        }
        return Ops.add(x, Ops.slice(weight, 0, from, from + rows));
    }

    /** For example {@code LearnedPositions(256 rows of 128)}. */
    @Override
    public String toString() {
        return "LearnedPositions(" + weight.shape().size(0) + " rows of " + weight.shape().width() + ")";
    }
}
