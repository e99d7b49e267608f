package org.almt.model;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.model.variant.HyperLayer;
import org.almt.model.variant.HyperStage;

/**
 * The adaptive hyper-modality layers one after another, layer j guided by the j-th scale of language; audio and vision
 * are the same for all. Children {@code layers.0.0}, {@code layers.1.0}, …; a layer used again has the name of its first
 * place.
 *
 * <p>B batch, T tokens, D width.
 */
public final class HyperModality extends HyperStage {
    private final List<HyperLayer> layers = new ArrayList<>();

    HyperModality(List<? extends HyperLayer> layers) {
        for (HyperLayer layer : layers) {
            if (!this.layers.contains(layer)) {
                child("layers." + this.layers.size() + ".0", layer);
            }
            this.layers.add(layer);
        }
    }

    /** The hyper-modality [B, T, D] after each layer; one scale of language a layer. */
    @Override
    public List<Tensor> forward(List<Tensor> language, Tensor audio, Tensor vision, Tensor hyper) {
        List<Tensor> states = new ArrayList<>(layers.size());
        Tensor state = hyper;
        for (int j = 0; j < layers.size(); j++) {
            state = layers.get(j).forward(language.get(j), audio, vision, state); // (5) H_hyper^j  [B, T, D]
            states.add(state);
        }
        return states;
    }

    List<HyperLayer> layers() {
        return layers;
    }
}
