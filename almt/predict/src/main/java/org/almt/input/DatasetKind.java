package org.almt.input;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The data sets whose metrics differ; a data set of one's own is scored like the one whose labels it shares.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum DatasetKind {
    /** CMU-MOSI: labels in [-3, 3]. */
    MOSI(3),
    /** CMU-MOSEI: labels in [-3, 3]; the same metrics as {@link #MOSI}. */
    MOSEI(3),
    /** CH-SIMS: labels in [-1, 1]. */
    SIMS(1);

    private final int labelLimit;

    DatasetKind(int labelLimit) {
        this.labelLimit = labelLimit;
    }

    /** Labels lie in [-limit, limit]. */
    public int labelLimit() {
        return labelLimit;
    }

    /** The name on the command line, such as {@code mosi}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static DatasetKind of(String label) {
        for (DatasetKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("data set: there is no '" + label + "'; known are "
                + Arrays.stream(values()).map(DatasetKind::label).collect(Collectors.joining(", ")));
    }
}
