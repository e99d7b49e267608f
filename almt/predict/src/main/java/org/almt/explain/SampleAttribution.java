package org.almt.explain;

import java.util.List;
import org.almt.input.Modality;

/**
 * What counts for the prediction of one sample.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param sample its number in the split
 * @param prediction what the model says
 * @param modalities by modality's ordinal
 */
public record SampleAttribution(int sample, float prediction, List<Attribution> modalities) {
    /** One modality. */
    public Attribution of(Modality modality) {
        return modalities.get(modality.ordinal());
    }
}
