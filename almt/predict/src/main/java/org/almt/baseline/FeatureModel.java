package org.almt.baseline;

import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.nn.Layer;

/** A model that predicts a sentiment from features of the three modalities. */
public abstract class FeatureModel extends Layer {
    /** A model without parts. */
    protected FeatureModel() {}

    /** B samples give the sentiment [B, 1]. */
    public abstract Tensor forward(InputBatch inputs);

    /**
     * text [B, L_l, d_l], audio [B, L_a, d_a] and vision [B, L_v, d_v], without padding, give the sentiment [B, 1].
     */
    public final Tensor forward(Tensor text, Tensor audio, Tensor vision) {
        return forward(InputBatch.of(text, audio, vision));
    }

    /** The learning rate of a parameter as a multiple of the usual one. */
    public double rate(String parameter) {
        return 1;
    }

    /** The weight decay of a parameter, {@code usual} being that of the training's settings. */
    public double decay(String parameter, double usual) {
        return usual;
    }
}
