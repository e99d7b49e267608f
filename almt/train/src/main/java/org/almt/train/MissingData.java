package org.almt.train;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What is missing from the samples that a model learns from, by name.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum MissingData {
    /** Nothing: the data as they are. */
    NONE("none"),
    /**
     * Random rows, as in LNLN (Zhang, Wang and Yu, NeurIPS 2024): in each epoch each sample and modality gets a rate
     * drawn from 0 to 1, half of them 0 instead; validation is at a rate of a half.
     */
    RANDOM("random"),
    /**
     * Whole modalities, as in IMDer (Wang, Li and Cui, NeurIPS 2023): in each epoch others are missing from each
     * sample, at the rate of {@code missingRate}, in training and validation.
     */
    MODALITIES("modalities"),
    /** The same with one pattern for all samples of a batch, and shares rounded to tenths of the batches: its code. */
    MODALITIES_OF_BATCHES("modalities-by-batch");

    private final String label;

    MissingData(String label) {
        this.label = label;
    }

    /** The name in {@code config.json}. */
    public String label() {
        return label;
    }

    /**
     * What has a name.
     *
     * @throws IllegalArgumentException when nothing has
     */
    public static MissingData of(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("config: missing is '" + label + "'; known are "
                        + Arrays.stream(values()).map(MissingData::label).collect(Collectors.joining(", "))));
    }
}
