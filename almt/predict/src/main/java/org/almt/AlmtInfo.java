package org.almt;

import org.almt.input.FeatureShape;

/**
 * A description of a loaded model.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param architecture its name: ALMT, or a model that ALMT is compared with
 * @param origin the origin of its weights
 * @param text tokens and features of its text input
 * @param audio frames and features of its audio input
 * @param vision frames and features of its vision input
 * @param parameters the number of trained numbers
 * @param limit the labels of its data lie in [-limit, limit]
 * @param takesSentences whether {@link Almt#sample} makes text features of sentences
 * @param languageModel the sizes of its language model in words; empty without one
 * @param sha256 the hash of the names and values of its parameters: equal for equal models, whatever file they come
 *         from
 * @param version the version of this library
 * @param unfinished whether its run was stopped or still running when the model was loaded. Its weights are then the
 *         best of some epochs. False if this is not known, as for streams or weights alone
 */
public record AlmtInfo(
        String architecture, String origin, FeatureShape text, FeatureShape audio, FeatureShape vision, long parameters,
        float limit, boolean takesSentences, String languageModel, String sha256, String version, boolean unfinished) {
    /** A description of a model that does not come from an unfinished run. */
    public AlmtInfo(
            String architecture, String origin, FeatureShape text, FeatureShape audio, FeatureShape vision,
            long parameters, float limit, boolean takesSentences, String languageModel, String sha256, String version) {
        this(architecture, origin, text, audio, vision, parameters, limit, takesSentences, languageModel, sha256,
                version, false);
    }
}
