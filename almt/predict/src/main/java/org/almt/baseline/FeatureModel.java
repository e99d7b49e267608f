package org.almt.baseline;

import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.nn.Layer;
import org.almt.nn.bert.BertModel;

/** A model that predicts a sentiment from features of the three modalities. */
public abstract class FeatureModel extends Layer {
    /** A model without layers yet. */
    protected FeatureModel() {}

    /** The sentiment of B samples: [B, 1]. */
    public abstract Tensor forward(InputBatch inputs);

    /** The sentiment [B, 1] of text [B, L_l, d_l], audio [B, L_a, d_a] and vision [B, L_v, d_v] without padding. */
    public final Tensor forward(Tensor text, Tensor audio, Tensor vision) {
        return forward(InputBatch.of(text, audio, vision));
    }

    /**
     * Adds a text encoder that is trained with the model. Its parameters are {@code bertmodel.model.*}. The caller
     * passes its hidden states as text.
     *
     * @return this
     */
    public final FeatureModel withTextEncoder(BertModel bert) {
        child("bertmodel.model", bert);
        return this;
    }

    /** The learning rate of a parameter, as a multiple of the run's learning rate. */
    public double rate(String parameter) {
        return 1;
    }

    /** The weight decay of a parameter; {@code usual} is the weight decay of the training's settings. */
    public double decay(String parameter, double usual) {
        return usual;
    }
}
