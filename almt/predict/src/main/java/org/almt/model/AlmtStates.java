package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;

/**
 * The intermediate results of a forward pass. B batch, T tokens, D width.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param text the embedded language H_l^1 [B, T, D], before its positions are added
 * @param audio the embedded audio H_a^1 [B, T, D]; no rows, [B, 0, D], in a variant that does not read audio
 * @param vision the embedded vision H_v^1 [B, T, D]; no rows, [B, 0, D], in a variant that does not read vision
 * @param scales the scales of language that guide the hyper-modality layers, each [B, T, D]
 * @param hypers the hyper-modality after each layer, each [B, T, D]; in a variant without these layers, its replacement
 * @param fused the fusion Transformer's rows, the token's first: [B, T+1, D], or [B, 1, D] if only that was computed
 * @param prediction the sentiment [B, 1]
 */
public record AlmtStates(
        Tensor text,
        Tensor audio,
        Tensor vision,
        List<Tensor> scales,
        List<Tensor> hypers,
        Tensor fused,
        Tensor prediction) {

    /** The last scale of language [B, T, D], which fusion reads. */
    public Tensor lastScale() {
        return AlmtModel.last(scales);
    }

    /** The hyper-modality after the last layer [B, T, D], which fusion reads. */
    public Tensor lastHyper() {
        return AlmtModel.last(hypers);
    }
}
