package org.almt.data.synthetic;

/**
 * One finished sample: what a data set shows, and what only its maker knows.
 *
 * @param features by modality's ordinal, [length, width], zero past the sample's end
 * @param lengths by modality's ordinal, words or frames before the padding
 * @param informative by modality's ordinal, which positions say something
 */
record SyntheticSample(
        Sentence sentence,
        Truth truth,
        float label,
        float[][] features,
        int[] lengths,
        boolean[][] informative) {}
