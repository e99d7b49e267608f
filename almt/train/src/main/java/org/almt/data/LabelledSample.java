package org.almt.data;

import java.util.Optional;
import org.almt.Sample;

/**
 * A sample with its id, label and transcript, for training.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param id identifies it across data sets and runs
 * @param sample its features
 * @param label its sentiment, finite
 * @param transcript the spoken words, for language models; empty if not needed
 */
public record LabelledSample(String id, Sample sample, float label, Optional<String> transcript) {
    /** Checks the label. */
    public LabelledSample {
        if (!Float.isFinite(label)) {
            throw new IllegalArgumentException("sample '" + id + "' has the label " + label
                    + "; a finite number is needed");
        }
    }

    /** A sample without a transcript. */
    public LabelledSample(String id, Sample sample, float label) {
        this(id, sample, label, Optional.empty());
    }
}
