package org.almt.model;

import org.almt.core.Tensor;
import org.almt.model.variant.Embedding;
import org.almt.nn.layer.BlockSizes;
import org.almt.nn.layer.Linear;

/**
 * Modality embedding (paper, section 3.2): condenses the frames of one modality into T learned tokens.
 *
 * <p>Children {@code 0}, the projection of a frame to the model's width, and {@code 1}, the {@link TokenTransformer}.
 * B batch, L frames, F features of a frame, T tokens, D width.
 */
public final class ModalityEmbedding extends Embedding {
    private final int length;
    private final int features;
    private final Linear projection;
    private final TokenTransformer transformer;

    ModalityEmbedding(int length, int features, int tokens, int depth, BlockSizes sizes) {
        super(tokens);
        this.length = length;
        this.features = features;
        projection = child("0", new Linear(features, sizes.width()));
        transformer = child("1", new TokenTransformer(length, tokens, depth, sizes));
    }

    /** Frames u [B, L, F], L at most the configured length, give the tokens' rows [B, T, D]: equation (1). */
    @Override
    public Tensor forward(Tensor u) {
        check(u);
        Tensor x = projection.forward(u); // [B, L, D]
        return transformer.forward(x); // [B, T, D]     H_m^1 = E_m^0(concat(H_m^0, U_m))
    }

    void check(Tensor u) {
        check(u, length, features);
    }

    Linear projection() {
        return projection;
    }

    TokenTransformer transformer() {
        return transformer;
    }
}
