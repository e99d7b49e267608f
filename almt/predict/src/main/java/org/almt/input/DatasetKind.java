package org.almt.input;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The kinds of data sets with their own metrics. A user's data set is scored like the kind that has the same labels.
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

    /** The limit: labels lie in [-limit, limit]. */
    public int labelLimit() {
        return labelLimit;
    }

    /** The name on the command line, such as {@code mosi}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with a name.
     *
     * @throws IllegalArgumentException if there is none
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
