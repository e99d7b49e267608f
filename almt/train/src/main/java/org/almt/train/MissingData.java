package org.almt.train;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The data that are missing from the training samples, by name.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum MissingData {
    /** Nothing is missing. */
    NONE("none"),
    /**
     * Random rows, as in LNLN (Zhang, Wang and Yu, NeurIPS 2024). In each epoch, each sample and modality gets a rate
     * drawn from 0 to 1, but half of them get 0. Validation has a rate of a half.
     */
    RANDOM("random"),
    /**
     * Whole modalities, as in IMDer (Wang, Li and Cui, NeurIPS 2023). In each epoch, other modalities are missing from
     * each sample, at the rate {@code missingRate}, in training and validation.
     */
    MODALITIES("modalities"),
    /**
     * The same as in IMDer's public code: one pattern for all samples of a batch, and fractions rounded to tenths of
     * the batches.
     */
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
     * The value with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MissingData of(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("config: missing is '" + label + "'; known are "
                        + Arrays.stream(values()).map(MissingData::label).collect(Collectors.joining(", "))));
    }
}
