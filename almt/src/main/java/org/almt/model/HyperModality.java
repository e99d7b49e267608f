package org.almt.model;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Module;

/**
 * The adaptive hyper-modality layers one after another, layer j guided by the j-th scale of language; audio and vision
 * are the same for all. Children {@code layers.0.0}, {@code layers.1.0}, …
 *
 * <p>B batch, T tokens, D width.
 */
public final class HyperModality extends Module {
    private final List<HyperModalityLayer> layers = new ArrayList<>();

    HyperModality(int depth, int width, int heads, int headSize) {
        for (int j = 0; j < depth; j++) {
            layers.add(child("layers." + j + ".0", new HyperModalityLayer(width, heads, headSize)));
        }
    }

    /** The hyper-modality [B, T, D] after each layer; one scale of language a layer. */
    public List<Tensor> forward(List<Tensor> language, Tensor audio, Tensor vision, Tensor hyper) {
        List<Tensor> states = new ArrayList<>(layers.size());
        Tensor state = hyper;
        for (int j = 0; j < layers.size(); j++) {
            state = layers.get(j).forward(language.get(j), audio, vision, state); // (5) H_hyper^j  [B, T, D]
            states.add(state);
        }
        return states;
    }

    List<HyperModalityLayer> layers() {
        return layers;
    }
}
