package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** A feed-forward layer on normalised rows. Children {@code norm} and {@code fn}. */
public final class PreNormFeedForward extends Layer {
    private final LayerNorm norm;
    private final FeedForward feedForward;

    /** See {@link FeedForward#FeedForward}. */
    public PreNormFeedForward(int width, int hidden, float dropout) {
        norm = child("norm", new LayerNorm(width));
        feedForward = child("fn", new FeedForward(width, hidden, dropout));
    }

    /** x [..., D] gives [..., D], without the residual. */
    public Tensor forward(Tensor x) {
        return feedForward.forward(norm.forward(x)); // [..., D]
    }
}
