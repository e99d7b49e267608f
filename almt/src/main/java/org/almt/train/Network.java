package org.almt.train;

import java.util.function.Function;
import org.almt.core.Tensor;
import org.almt.model.AlmtModel;
import org.almt.model.FoldedAlmt;
import org.almt.nn.Module;
import org.almt.nn.bert.BertModel;

/** What the training loop trains: named parameters, and a prediction from the three modalities. */
public interface Network {
    /** Holds the parameters. */
    Module module();

    /** A batch to predictions [B, 1]. */
    Tensor forward(InputBatch inputs);

    /** ALMT on text features, computed in its fast form. */
    static Network of(AlmtModel model) {
        return of(model, inputs -> FoldedAlmt.forward(model, inputs.text(), inputs.audio(), inputs.vision()));
    }

    /**
     * ALMT on the hidden states of a text encoder that is part of the model.
     *
     * @param recompute whether training computes the encoder's layers again instead of holding what is inside of them
     */
    static Network of(AlmtModel model, BertModel bert, boolean recompute) {
        bert.recomputeLayers(recompute);
        return of(model, inputs -> FoldedAlmt.forward(
                model, bert.forward(inputs.tokens()), inputs.audio(), inputs.vision()));
    }

    private static Network of(AlmtModel model, Function<InputBatch, Tensor> forward) {
        return new Network() {
            @Override
            public Module module() {
                return model;
            }

            @Override
            public Tensor forward(InputBatch inputs) {
                return forward.apply(inputs);
            }
        };
    }
}
