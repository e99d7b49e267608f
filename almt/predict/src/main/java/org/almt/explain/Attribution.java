package org.almt.explain;

import java.util.List;
import java.util.Map;
import org.almt.input.Modality;

/**
 * How much the words or frames of one modality of one sample count for its prediction.
 *
 * @param modality which
 * @param real [L], which positions are no padding; all else is 0 elsewhere
 * @param layers what each hyper-modality layer (in text: each scale of language) looks at; empty where the model has no
 *     such attention
 * @param scores by method, [L] each; attention is missing where the model has none
 */
public record Attribution(
        Modality modality, boolean[] real, List<LayerAttention> layers, Map<Method, double[]> scores) {

    /** How many words or frames are real. */
    public int frames() {
        return Frames.count(real);
    }
}
