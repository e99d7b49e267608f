package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.nn.Layer;

/**
 * What stands between the frames of a modality and the rest of the model. B batch, L frames, F features of a frame, D
 * width.
 */
public abstract class Embedding extends Layer {
    private final int rows;

    /** One that gives up to {@code rows} rows. */
    protected Embedding(int rows) {
        this.rows = rows;
    }

    /** Frames u [B, L, F] give rows [B, rows or fewer, D]; null where the model leaves the modality out. */
    public abstract Tensor forward(Tensor u);

    /** The most rows that it gives. */
    public final int rows() {
        return rows;
    }

    /** Makes sure that u is [B, L, F] with L at most {@code length}. */
    protected static void check(Tensor u, int length, int features) {
        if (u.shape().rank() != 3 || u.shape().size(2) != features || u.shape().size(1) > length) {
            throw new IllegalArgumentException(
                    "modality embedding: input " + u.shape() + " does not fit; expected [batch,"
                            + length + " frames or fewer," + features + " features]");
        }
    }
}
