package org.almt;

import java.util.List;
import org.almt.explain.Attribution;
import org.almt.input.Modality;

/**
 * A prediction, and its attribution to each word and frame.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param sentiment the prediction
 * @param modalities one for each {@link Modality}, in its order
 */
public record Explanation(Sentiment sentiment, List<Attribution> modalities) {
    /** The attribution of one modality: a score for each row of the model's input, by each method. */
    public Attribution of(Modality modality) {
        if (modality == null) {
            throw new IllegalArgumentException(
                    "explanation: the modality is null; one of text, audio, vision is needed");
        }
        return modalities.get(modality.ordinal());
    }
}
