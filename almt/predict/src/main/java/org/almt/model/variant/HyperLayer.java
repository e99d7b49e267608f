package org.almt.model.variant;

import java.util.Optional;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** One step of the hyper-modality. B batch, T rows, D width. */
public abstract class HyperLayer extends Layer {
    /** A layer without parameters. */
    protected HyperLayer() {}

    /**
     * The updated hyper-modality [B, T, D].
     *
     * @param language the scale of language that guides this layer, [B, T, D]
     * @param audio embedded audio [B, T, D]; no rows if the model does not read audio
     * @param vision embedded vision [B, T, D]; no rows if the model does not read vision
     * @param hyper the hyper-modality so far, [B, T, D]
     */
    public abstract Tensor forward(Tensor language, Tensor audio, Tensor vision, Tensor hyper);

    /**
     * The attention weights of language on audio and vision in {@link #forward}; empty if it does not attend to both.
     */
    public Optional<HyperAttention> attentionWeights(int layer, Tensor language, Tensor audio, Tensor vision) {
        return Optional.empty();
    }
}
