package org.almt.metrics;

import java.io.IOException;

/**
 * Thrown for a CSV file that cannot be used. The message names the file and, if possible, the line and column.
 *
 * <p>Threads: safe for many at once.
 */
public final class CsvFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** An error with a message of one sentence. */
    public CsvFormatException(String message) {
        super(message);
    }

    /** An error with a message of one sentence, and its cause. */
    public CsvFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
