package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.Linear;

/**
 * The stage of a model without modality embedding (paper, Table 4). Frames are projected to the model's width and given
 * positions, as before the embedding's Transformer, but are not condensed. The paper does not state what replaces the
 * embedding. Positions are kept: without them audio and vision would lose their order too, and the variant would differ
 * in two ways. Language then has L_l rows, and the hyper-modality as many.
 *
 * <p>Child: {@code 0}. Parameter: {@code 1.pos_embedding} [1, L, D]. B batch, L frames, F features of a frame, D width.
 */
public final class FramesEmbedding extends EmbeddingStage {
    private final int length;
    private final int features;
    private final Tensor positions;
    private final Linear projection;

    /** A stage for up to {@code length} frames. */
    public FramesEmbedding(int length, int features, int width) {
        super(length);
        this.length = length;
        this.features = features;
        projection = child("0", new Linear(features, width));
        positions = parameter("1.pos_embedding", Initialiser.normal(1), 1, length, width);
    }

    /** The rows [B, L, D] for frames u [B, L, F]. */
    @Override
    public Tensor forward(Tensor u) {
        check(u, length, features);
        return Ops.add(projection.forward(u), FirstRows.of(positions, u.shape().size(1))); // [B, L, D]
    }
}
