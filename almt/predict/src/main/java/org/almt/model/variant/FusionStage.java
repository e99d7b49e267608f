package org.almt.model.variant;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/**
 * The stage that fuses the hyper-modality and language into the row that the head reads. B batch, D width of the model.
 */
public abstract class FusionStage extends Layer {
    private final int width;

    /** A stage whose rows have {@code width} elements. */
    protected FusionStage(int width) {
        this.width = width;
    }

    /**
     * The fused rows [B, N, {@link #width}]. The first is the row to read.
     *
     * @param hyper the hyper-modality [B, rows, D]
     * @param language the last scale of language [B, rows of language, D]
     */
    public abstract Tensor forward(Tensor hyper, Tensor language);

    /**
     * Only the rows that the head reads, with less work if that is possible. The values are the same up to rounding.
     */
    public Tensor folded(Tensor hyper, Tensor language) {
        return forward(hyper, language);
    }

    /**
     * The attention weights [B, heads, 1, 1 + rows] of the row that the head reads on the rows of the hyper-modality,
     * for each block. The token's column comes first. Empty if the row attends to something else.
     */
    public List<Tensor> attentionToHyper(Tensor hyper, Tensor language) {
        return List.of();
    }

    /** The number of elements of a fused row. */
    public final int width() {
        return width;
    }
}
