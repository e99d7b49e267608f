package org.almt.explain;

import java.util.List;
import org.almt.input.Modality;

/**
 * The attribution of the prediction of one sample.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param sample its index in the split
 * @param prediction the model's prediction
 * @param modalities the attributions by the modality's ordinal
 */
public record SampleAttribution(int sample, float prediction, List<Attribution> modalities) {
    /** The attribution to one modality. */
    public Attribution of(Modality modality) {
        return modalities.get(modality.ordinal());
    }
}
