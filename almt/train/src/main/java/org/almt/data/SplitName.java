package org.almt.data;

import java.util.Locale;

/**
 * The three parts of a data set.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum SplitName {
    /** The samples on which weights are trained. */
    TRAIN,
    /** The samples on which models are selected. */
    VALID,
    /** The samples for reported results, read once. */
    TEST;

    /**
     * Its name in files and on the command line.
     *
     * @return {@code train}, {@code valid} or {@code test}
     */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The split with that name.
     *
     * @param key {@code train}, {@code valid} or {@code test}
     * @return the split
     * @throws IllegalArgumentException for any other name
     */
    public static SplitName of(String key) {
        for (SplitName name : values()) {
            if (name.key().equals(key)) {
                return name;
            }
        }
        throw new IllegalArgumentException("unknown split '" + key + "'; there are train, valid and test");
    }

    @Override
    public String toString() {
        return key();
    }
}
