package org.almt.saved;

import java.util.function.Function;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.model.AlmtModel;
import org.almt.model.FoldedAlmt;
import org.almt.nn.Layer;
import org.almt.nn.bert.BertModel;

/**
 * A model, as called by prediction and training: named parameters, and a prediction from the three modalities.
 *
 * <p>Threads: many may use it while none changes it.
 */
public interface Network {
    /** The layer that holds the parameters. */
    Layer root();

    /**
     * The batch in the form that the model reads: a text encoder in the network has turned its token ids into text
     * features. Losses that read more of a model than its prediction start with this.
     */
    default InputBatch prepared(InputBatch inputs) {
        return inputs;
    }

    /** The predictions [B, 1] for a batch. */
    Tensor forward(InputBatch inputs);

    /** The learning rate of a parameter outside the text encoder, as a multiple of the run's. */
    default double rate(String parameter) {
        return 1;
    }

    /** The weight decay of a parameter; {@code usual} is the weight decay of the training's settings. */
    default double decay(String parameter, double usual) {
        return usual;
    }

    /** ALMT on text features, computed in its fast form. */
    static Network of(AlmtModel model) {
        return of(model, inputs -> FoldedAlmt.forward(model, inputs.text(), inputs.audio(), inputs.vision()));
    }

    /**
     * ALMT with a text encoder inside. If a batch contains token ids, as in training, it reads the encoder's hidden
     * states, otherwise the batch's text features.
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
