package org.almt.data;

import java.io.IOException;

/** A data set that cannot be used as asked; the message says what, where, what was expected and what to do. */
public final class DataException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one sentence
     */
    public DataException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message one sentence
     * @param cause what led to it
     */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
