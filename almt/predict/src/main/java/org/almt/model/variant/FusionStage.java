package org.almt.model.variant;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** How the hyper-modality and language become the row that the head reads. B batch, D width of the model. */
public abstract class FusionStage extends Layer {
    private final int width;

    /** One whose rows hold {@code width} elements. */
    protected FusionStage(int width) {
        this.width = width;
    }

    /**
     * Fused rows [B, N, {@link #width}], the one to read first.
     *
     * @param hyper the hyper-modality [B, rows, D]
     * @param language its last scale [B, rows of its own, D]
     */
    public abstract Tensor forward(Tensor hyper, Tensor language);

    /** The same with less work, if there is a way: only those rows that the head reads, up to rounding. */
    public Tensor folded(Tensor hyper, Tensor language) {
        return forward(hyper, language);
    }

    /**
     * How the row that the head reads attends to the rows of the hyper-modality: [B, heads, 1, 1 + rows] of each block,
     * a token's column first; empty if it attends to something else.
     */
    public List<Tensor> attentionToHyper(Tensor hyper, Tensor language) {
        return List.of();
    }

    /** Elements of a fused row. */
    public final int width() {
        return width;
    }
}
