package org.almt.baseline;

import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** A model that predicts a sentiment from features of the three modalities. */
public abstract class FeatureModel extends Layer {
    /** A model without parts. */
    protected FeatureModel() {}

    /** text [B, L_l, d_l], audio [B, L_a, d_a] and vision [B, L_v, d_v] give the sentiment [B, 1]. */
    public abstract Tensor forward(Tensor text, Tensor audio, Tensor vision);

    /** The learning rate of a parameter as a multiple of the usual one. */
    public double rate(String parameter) {
        return 1;
    }
}
