package org.almt.nn.layer;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * A table of vectors, one for each of V ids, such as words or positions (Bengio et al., "A neural probabilistic
 * language model", 2003). Row r of the result is row {@code ids[r]} of the table.
 *
 * <pre>
 * y[r] = weight[ids[r]]          ids [R], weight [V, D], y [R, D]
 * </pre>
 *
 * <p>Parameter {@code weight} [V, D], initialised from N(0, 1) as in PyTorch. Transformers usually have a small
 * deviation such as 0.02. The gradient of a row of the table is the sum over the places that read it.
 *
 * <p>Use it as the first layer for inputs that are ids, not measurements. A {@link Linear} layer on one-hot vectors is
 * the same function.
 *
 * <p>Cost: a copy of R rows. The product with one-hot vectors would take R V D multiply-adds.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Embedding extends Layer {
    private static final int NO_PADDING = -1;

    private final int padding;
    private final Tensor weight;

    /** With PyTorch's default initialiser, a normal distribution of deviation 1. */
    public Embedding(int count, int width) {
        this(count, width, Initialiser.normal(1));
    }

    /** A table of {@code count} rows of {@code width} elements. */
    public Embedding(int count, int width, Initialiser initialiser) {
        this(count, width, Checks.given("Embedding", "initialiser", initialiser), NO_PADDING);
    }

    private Embedding(int count, int width, Initialiser initialiser, int padding) {
        if (count < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "Embedding: " + count + " rows of " + width + "; both must be 1 or more");
        }
        this.padding = padding;
        weight = parameter("weight", initialiser, count, width);
    }

    /** A table in which the row {@code padding} gets no gradient, because it represents padding. */
    public static Embedding withPadding(int count, int width, Initialiser initialiser, int padding) {
        if (padding < 0 || padding >= count) {
            throw new IllegalArgumentException(
                    "Embedding: padding is id " + padding + "; it must be one of the " + count + " ids from 0");
        }
        return new Embedding(count, width, initialiser, padding);
    }

    /** ids [R] give [R, D]. The id -1 gives zeros. */
    public Tensor forward(Indices ids) {
        try {
            return padding == NO_PADDING ? Ops.embedding(weight, ids) : Ops.embedding(weight, ids, padding);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** The table [V, D]. */
    public Tensor weight() {
        return weight;
    }

    /** For example {@code Embedding(30522 x 768)}. */
    @Override
    public String toString() {
        return "Embedding(" + weight.shape().size(0) + " x " + weight.shape().size(1) + ")";
    }
}
