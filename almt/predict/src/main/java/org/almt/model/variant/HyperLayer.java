package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** One step of the hyper-modality. B batch, T rows, D width. */
public abstract class HyperLayer extends Layer {
    /** One without parameters. */
    protected HyperLayer() {}

    /**
     * The renewed hyper-modality [B, T, D].
     *
     * @param language the scale of language that guides this layer, [B, T, D]
     * @param audio embedded audio [B, T, D]; null where the model reads none
     * @param vision embedded vision [B, T, D]; null where the model reads none
     * @param hyper the hyper-modality so far, [B, T, D]
     */
    public abstract Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper);
}
