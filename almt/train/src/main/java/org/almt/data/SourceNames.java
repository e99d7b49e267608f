package org.almt.data;

import java.nio.file.Path;

/**
 * How messages name a data set: its file, its rows and its columns. They are those of the file that the user has.
 *
 * <p>Threads: safe for many at once.
 */
public interface SourceNames {
    /** The name of the file. */
    String name();

    /** The place of a sample in the file, such as {@code row 3}. */
    String place(SplitName split, int sample);

    /** The name of a column in the file. */
    String column(String key);

    /** The names of a feature file: rows are counted from 0, and columns have the keys of MMSA. */
    static SourceNames of(Path file) {
        return new SourceNames() {
            @Override
            public String name() {
                return file.getFileName().toString();
            }

            @Override
            public String place(SplitName split, int sample) {
                return "row " + sample;
            }

            @Override
            public String column(String key) {
                return key;
            }
        };
    }
}
