package org.almt.model.variant;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** How scales of language, audio and vision become the hyper-modality. B batch, D width. */
public abstract class HyperStage extends Layer {
    /** One without parameters. */
    protected HyperStage() {}

    /**
     * The hyper-modality [B, rows, D] after each layer.
     *
     * @param language the scales of language, each [B, rows, D]
     * @param audio embedded audio [B, rows of its own, D]; null where the model reads none
     * @param vision embedded vision [B, rows of its own, D]; null where the model reads none
     * @param hyper the hyper-modality to begin with, [B, rows of language, D]; null where there is none
     */
    public abstract List<Tensor> forward(List<Tensor> language, Tensor audio, Tensor vision, Tensor hyper);
}
