package org.almt;

import org.almt.input.FeatureShape;

/**
 * What a loaded model is.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param architecture its name: ALMT, or a model that it is compared with
 * @param origin where its weights come from
 * @param text tokens and features that it takes
 * @param audio frames and features that it takes
 * @param vision frames and features that it takes
 * @param parameters how many numbers it has learnt
 * @param limit labels of its data lie in [-limit, limit]
 * @param takesSentences whether {@link Almt#sample} makes text features of sentences
 * @param languageModel its sizes in words; empty without one
 * @param sha256 of its parameters, names and values: equal for equal models, whatever file they come from
 * @param version of this library
 * @param unfinished whether it comes from the folder of a run that was stopped, or still went on, when it was loaded:
 *     its weights are the best of some epochs. False where that is not known, as of streams or of weights alone
 */
public record AlmtInfo(
        String architecture, String origin, FeatureShape text, FeatureShape audio, FeatureShape vision, long parameters,
        float limit, boolean takesSentences, String languageModel, String sha256, String version, boolean unfinished) {
    /** Of a model that no unfinished run has left. */
    public AlmtInfo(
            String architecture, String origin, FeatureShape text, FeatureShape audio, FeatureShape vision,
            long parameters, float limit, boolean takesSentences, String languageModel, String sha256, String version) {
        this(architecture, origin, text, audio, vision, parameters, limit, takesSentences, languageModel, sha256,
                version, false);
    }
}
