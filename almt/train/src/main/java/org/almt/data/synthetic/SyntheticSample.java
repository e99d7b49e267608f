package org.almt.data.synthetic;

/**
 * One finished sample: its visible features, and its hidden true causes.
 *
 * @param features the features by the modality's ordinal, [length, width], zero after the sample's end
 *
 * @param lengths the words or frames before the padding, by the modality's ordinal
 *
 * @param informative whether each position is informative, by the modality's ordinal
 */
record SyntheticSample(
        Sentence sentence,
        Truth truth,
        float label,
        float[][] features,
        int[] lengths,
        boolean[][] informative) {}
