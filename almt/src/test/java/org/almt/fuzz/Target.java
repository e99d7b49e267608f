package org.almt.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A reader of files from outside.
 *
 * @param name of the reader
 * @param file the name that its files have
 * @param text whether they are text
 * @param seeds sound files
 * @param envelope the function that fixes checksums and compression of changed contents
 * @param reader reads a file
 */
record Target(String name, String file, boolean text, List<byte[]> seeds, UnaryOperator<byte[]> envelope,
        Reader reader) {
    /** Reads a file in its own folder, and may use {@code scratch}, which must be empty afterwards. */
    @FunctionalInterface
    interface Reader {
        void read(Path file, Path scratch) throws IOException;
    }

    /** Whether a message names the file, one beside it, its run folder, or weights that are given as bytes. */
    boolean isNamed(String message) {
        return message.contains(file) || message.contains("/input/") || message.contains("weights (in memory)")
                || message.contains("almt-fuzz-own");
    }
}
