package org.almt.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/**
 * How much the words or frames of one modality of one sample count for its prediction.
 *
 * <p>Threads: many may use it while none changes it.
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

    /** Whether both have the same scores. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attribution that && that.modality == modality && Arrays.equals(that.real, real)
                && that.layers.equals(layers) && that.scores.keySet().equals(scores.keySet())
                && scores.keySet().stream().allMatch(key -> Arrays.equals(that.scores.get(key), scores.get(key)));
    }

    @Override
    public int hashCode() {
        int hash = 31 * modality.hashCode() + Arrays.hashCode(real);
        for (Map.Entry<Method, double[]> score : scores.entrySet()) {
            hash += score.getKey().hashCode() ^ Arrays.hashCode(score.getValue());
        }
        return hash;
    }

    /** The scores of each method, for example {@code text, 2 of 3 real: {GRADIENT=[0.5, -0.1, 0.0]}}. */
    @Override
    public String toString() {
        return modality + ", " + frames() + " of " + real.length + " real: " + scores.entrySet().stream()
                .map(score -> score.getKey() + "=" + Arrays.toString(score.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
