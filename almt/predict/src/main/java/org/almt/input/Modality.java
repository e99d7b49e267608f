package org.almt.input;

import java.util.Locale;

/**
 * The three sequences of a sample, in the order in which MMSA names them.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum Modality {
    /** Language: one row of features per word piece. */
    TEXT,
    /** Sound: one row of acoustic features per frame. */
    AUDIO,
    /** Face: one row of visual features per frame. */
    VISION;

    /**
     * Its name in files.
     *
     * @return {@code text}, {@code audio} or {@code vision}
     */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return key();
    }
}
