package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** How the hyper-modality and language become the row that the head reads. B batch, D width of the model. */
public abstract class Fusion extends Layer {
    private final int width;

    /** One whose rows hold {@code width} numbers. */
    protected Fusion(int width) {
        this.width = width;
    }

    /**
     * Fused rows [B, N, {@link #width}], the one to read first.
     *
     * @param hyper the hyper-modality [B, rows, D]
     * @param language its last scale [B, rows of its own, D]
     */
    public abstract Tensor forward(Tensor hyper, Tensor language);

    /** Numbers of a fused row. */
    public final int width() {
        return width;
    }
}
