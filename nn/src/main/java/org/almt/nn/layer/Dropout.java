package org.almt.nn.layer;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;

/**
 * Dropout (Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014). In training,
 * each element becomes 0 with probability p, and is otherwise divided by 1 - p. Its expectation stays the same.
 *
 * <pre>
 * y = x m / (1 - p)          m: 1 with probability 1 - p, else 0; x, m, y of one shape
 * </pre>
 *
 * <p>No parameters. In evaluation ({@link #train}{@code (false)}), or with p = 0, the result is x itself.
 *
 * <p>Use it if a network fits its training data much better than new data. Usual probabilities are 0.1 to 0.5. Put it
 * after projections and inside feed-forward layers. Never put it directly before a {@link BatchNorm1d}: the statistics
 * there would differ between training and evaluation.
 *
 * <p>The random numbers come from {@link #dropoutFrom}. They follow from a seed, the step and the element, not from
 * threads. A replayed or resumed step drops the same elements.
 *
 * <p>Cost: one random number an element, in training alone. The mask is drawn a second time in the backward pass
 * instead of being kept.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Dropout extends Layer {
    private final float p;

    /** With probability {@code p}, from 0 to less than 1. */
    public Dropout(float p) {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("Dropout: p = " + p + "; a probability from 0 to less than 1 is needed");
        }
        this.p = p;
    }

    /** x of any shape gives the same shape. */
    public Tensor forward(Tensor x) {
        return acts() ? Ops.dropout(x, p, source()) : x;
    }

    /** The same, but the number of a row alone decides which of its elements are dropped. */
    public Tensor forward(Tensor x, Indices rowNumbers) {
        try {
            return acts() ? Ops.dropout(x, p, source(), rowNumbers) : x;
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** Whether elements are dropped: in training, unless p = 0. */
    public boolean acts() {
        return p != 0 && isTraining();
    }

    /**
     * The source of the random numbers, for layers that apply dropout inside an op.
     *
     * @throws IllegalStateException if there are none
     */
    public DropoutSource source() {
        if (dropoutSource() == null) {
            throw new IllegalStateException(described() + " needs random numbers; call"
                    + " dropoutFrom(new DropoutSource(seed)) on the model before training");
        }
        return dropoutSource();
    }

    /** The probability of 0. */
    public float p() {
        return p;
    }

    /** For example {@code Dropout(0.1)}. */
    @Override
    public String toString() {
        return "Dropout(" + p + ")";
    }
}
