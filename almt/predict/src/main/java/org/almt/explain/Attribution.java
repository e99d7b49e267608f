package org.almt.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/**
 * The attribution of a prediction to the words or frames of one modality of one sample.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param modality the modality
 * @param real [L], whether a position is not padding; all scores of padding are 0
 * @param layers the attention of each hyper-modality layer (in text: of each scale of language); empty if the model has
 *         no such attention
 * @param scores the scores by method, [L] each; without attention if the model has none
 */
public record Attribution(
        Modality modality, boolean[] real, List<LayerAttention> layers, Map<Method, double[]> scores) {

    /** The number of real words or frames. */
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
