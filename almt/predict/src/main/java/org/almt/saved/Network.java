package org.almt.saved;

import java.util.function.Function;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.model.AlmtModel;
import org.almt.model.FoldedAlmt;
import org.almt.nn.Layer;
import org.almt.nn.bert.BertModel;

/**
 * A model as prediction and training call it: named parameters, and a prediction from the three modalities.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface Network {
    /** Holds the parameters. */
    Layer root();

    /**
     * A batch as the model reads it: a text encoder that is part of the network has made text features of its token
     * ids. Losses that read more of a model than its prediction begin with this.
     */
    default InputBatch prepared(InputBatch inputs) {
        return inputs;
    }

    /** A batch to predictions [B, 1]. */
    Tensor forward(InputBatch inputs);

    /** The learning rate of a parameter that is not a text encoder's, as a multiple of the run's. */
    default double rate(String parameter) {
        return 1;
    }

    /** The weight decay of a parameter, {@code usual} being that of the training's settings. */
    default double decay(String parameter, double usual) {
        return usual;
    }

    /** ALMT on text features, computed in its fast form. */
    static Network of(AlmtModel model) {
        return of(model, inputs -> FoldedAlmt.forward(model, inputs.text(), inputs.audio(), inputs.vision()));
    }

    /**
     * ALMT with a text encoder that is part of the model: on its hidden states where a batch brings token ids, as in
     * training, else on text features.
     */
    static Network of(AlmtModel model, BertModel bert) {
        return of(model, inputs -> FoldedAlmt.forward(
                model, inputs.tokens() == null ? inputs.text() : bert.forward(inputs.tokens()), inputs.audio(),
                inputs.vision()));
    }

    private static Network of(AlmtModel model, Function<InputBatch, Tensor> forward) {
        return new Network() {
            @Override
            public Layer root() {
                return model;
            }

            @Override
            public Tensor forward(InputBatch inputs) {
                return forward.apply(inputs);
            }
        };
    }
}
