package org.almt.train;

import org.almt.core.Tensor;
import org.almt.model.AlmtModel;
import org.almt.model.FoldedAlmt;
import org.almt.nn.Module;

/** What the training loop trains: named parameters, and a prediction from the three modalities. */
public interface Network {
    /** Holds the parameters. */
    Module module();

    /** Text [B, L_l, d_l], audio [B, L_a, d_a] and vision [B, L_v, d_v] to predictions [B, 1]. */
    Tensor forward(Tensor text, Tensor audio, Tensor vision);

    /** ALMT, computed in its fast form. */
    static Network of(AlmtModel model) {
        return new Network() {
            @Override
            public Module module() {
                return model;
            }

            @Override
            public Tensor forward(Tensor text, Tensor audio, Tensor vision) {
                return FoldedAlmt.forward(model, text, audio, vision);
            }
        };
    }
}
