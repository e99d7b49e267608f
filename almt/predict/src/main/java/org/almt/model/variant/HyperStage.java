package org.almt.model.variant;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Layer;

/** The stage that computes the hyper-modality from the scales of language, audio and vision. B batch, D width. */
public abstract class HyperStage extends Layer {
    /** A stage without parameters. */
    protected HyperStage() {}

    /**
     * The hyper-modality [B, rows, D] after each layer.
     *
     * @param language the scales of language, each [B, rows, D]
     * @param audio embedded audio [B, rows of audio, D]; no rows if the model does not read audio
     * @param vision embedded vision [B, rows of vision, D]; no rows if the model does not read vision
     */
    public abstract List<Tensor> forward(List<Tensor> language, Tensor audio, Tensor vision);

    /** The attention weights in {@link #forward}, for the layers in which language attends to audio and vision. */
    public List<HyperAttention> attentionWeights(List<Tensor> language, Tensor audio, Tensor vision) {
        return List.of();
    }
}
