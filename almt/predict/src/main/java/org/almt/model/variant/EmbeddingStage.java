package org.almt.model.variant;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/**
 * The stage between the frames of a modality and the rest of the model. B batch, L frames, F features of a frame, D
 * width.
 */
public abstract class EmbeddingStage extends Layer {
    private final int rows;

    /** A stage that outputs up to {@code rows} rows. */
    protected EmbeddingStage(int rows) {
        this.rows = rows;
    }

    /** The rows [B, rows or fewer, D] for frames u [B, L, F]. */
    public abstract Tensor forward(Tensor u);

    /** The same values up to rounding, with less work if that is possible. */
    public Tensor folded(Tensor u) {
        return forward(u);
    }

    /** The attention weights of each block [B, heads, rows, columns] in {@link #forward}; empty if there are none. */
    public List<Tensor> attentionWeights(Tensor u) {
        return List.of();
    }

    /** The most rows that it outputs; 0 if the model does not read the modality. */
    public final int rows() {
        return rows;
    }

    /** Checks that u is [B, L, F] with L at most {@code length}. */
    protected final void check(Tensor u, int length, int features) {
        if (u.shape().rank() != 3 || u.shape().size(2) != features || u.shape().size(1) > length) {
            throw new IllegalArgumentException(
                    described() + ": the input " + u.shape() + " does not fit; expected [batch,"
                            + length + " frames or fewer," + features + " features]");
        }
    }
}
