package org.almt;

import org.almt.input.FeatureShape;

/**
 * What a loaded model is.
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
 */
public record AlmtInfo(
        String architecture, String origin, FeatureShape text, FeatureShape audio, FeatureShape vision, long parameters,
        float limit, boolean takesSentences, String languageModel, String sha256, String version) {}
