package org.almt.nn.layer;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;

/**
 * Dropout (Srivastava et al., 2014): in training, each number becomes 0 with probability p and is divided by 1 - p
 * otherwise; in evaluation, or with p = 0, x itself is the result. The random numbers come from {@link #dropoutFrom}.
 */
public final class Dropout extends Layer {
    private final float p;

    /** With probability {@code p}, from 0 to less than 1. */
    public Dropout(float p) {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("dropout: p = " + p + "; a probability from 0 to less than 1 is needed");
        }
        this.p = p;
    }

    /** x of any shape gives the same shape. */
    public Tensor forward(Tensor x) {
        return acts() ? Ops.dropout(x, p, source()) : x;
    }

    /** In which the number of a row decides what is dropped from it, whatever lies around it. */
    public Tensor forward(Tensor x, Indices rowNumbers) {
        return acts() ? Ops.dropout(x, p, source(), rowNumbers) : x;
    }

    /** Whether anything is dropped: in training, unless p = 0. */
    public boolean acts() {
        return p != 0 && isTraining();
    }

    /**
     * Where the random numbers come from, for layers that drop inside of an op.
     *
     * @throws IllegalStateException where there are none
     */
    public DropoutSource source() {
        if (dropoutSource() == null) {
            throw new IllegalStateException("dropout: p = " + p + " needs random numbers; call"
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
