package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.Linear;

/**
 * A model without modality embedding (paper, Table 4): frames are projected to the model's width and given positions,
 * as before the embedding's Transformer, and go on as they are, none of them condensed. The paper does not say what
 * takes the embedding's place; positions are kept because without them audio and vision would lose their order too, and
 * two things would have been taken away. There are then L_l rows of language, and of the hyper-modality as many.
 *
 * <p>Child {@code 0} and parameter {@code 1.pos_embedding} [1, L, D]. B batch, L frames, F features of a frame, D
 * width.
 */
public final class FramesEmbedding extends EmbeddingStage {
    private final int length;
    private final int features;
    private final Tensor positions;
    private final Linear projection;

    /** For up to {@code length} frames. */
    public FramesEmbedding(int length, int features, int width) {
        super(length);
        this.length = length;
        this.features = features;
        projection = child("0", new Linear(features, width));
        positions = parameter("1.pos_embedding", Initialiser.normal(1), 1, length, width);
    }

    /** Frames u [B, L, F] give rows [B, L, D]. */
    @Override
    public Tensor forward(Tensor u) {
        check(u, length, features);
        return Ops.add(projection.forward(u), FirstRows.of(positions, u.shape().size(1))); // [B, L, D]
    }
}
