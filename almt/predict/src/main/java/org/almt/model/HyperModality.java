package org.almt.model;

import static org.almt.core.op.Ops.expand;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.model.variant.FirstRows;
import org.almt.model.variant.HyperAttention;
import org.almt.model.variant.HyperLayer;
import org.almt.model.variant.HyperStage;

/**
 * The adaptive hyper-modality layers in sequence. The j-th scale of language guides layer j. All layers read the same
 * audio and vision. Children: {@code layers.0.0}, {@code layers.1.0}, …; a shared layer has the name of its first
 * place.
 *
 * <p>B batch, T tokens, D width.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class HyperModality extends HyperStage {
    /** H_hyper^0 [1, T, D], a parameter of the model. */
    private final Tensor start;

    private final List<HyperLayer> layers = new ArrayList<>();

    /**
     * A sequence of layers. The same layer may occur more than once.
     *
     * @param start H_hyper^0 [1, T, D], a parameter of the model
     */
    public HyperModality(Tensor start, List<? extends HyperLayer> layers) {
        this.start = start;
        for (HyperLayer layer : layers) {
            if (!this.layers.contains(layer)) {
                child("layers." + this.layers.size() + ".0", layer);
            }
            this.layers.add(layer);
        }
    }

    /** The hyper-modality [B, T, D] after each layer. There is one scale of language per layer. */
    @Override
    public List<Tensor> forward(List<Tensor> language, Tensor audio, Tensor vision) {
        List<Tensor> states = new ArrayList<>(layers.size());
        Tensor state = start(language.get(0)); // H_hyper^0  [B, T, D]
        for (int j = 0; j < layers.size(); j++) {
            state = layers.get(j).forward(language.get(j), audio, vision, state); // (5) H_hyper^j  [B, T, D]
            states.add(state);
        }
        return states;
    }

    /** The initial hyper-modality, the same for every sample. It has as many rows as language l [B, T, D]. */
    private Tensor start(Tensor l) {
        int rows = l.shape().size(1);
        return expand(FirstRows.of(start, rows), l.shape().size(0), rows, l.shape().size(2)); // [B, T, D]
    }

    @Override
    public List<HyperAttention> attentionWeights(List<Tensor> language, Tensor audio, Tensor vision) {
        List<HyperAttention> weights = new ArrayList<>();
        for (int j = 0; j < layers.size(); j++) {
            layers.get(j).attentionWeights(j + 1, language.get(j), audio, vision).ifPresent(weights::add);
        }
        return weights;
    }
}
