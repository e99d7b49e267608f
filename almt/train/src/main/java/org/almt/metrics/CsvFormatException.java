package org.almt.metrics;

import java.io.IOException;

/**
 * A CSV file that cannot be used; the message names the file, and the line and column where there is one.
 *
 * <p>Threads: safe for many at once.
 */
public final class CsvFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** An error with a message of one sentence. */
    public CsvFormatException(String message) {
        super(message);
    }

    /** An error with a message of one sentence, and what brought it about. */
    public CsvFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
