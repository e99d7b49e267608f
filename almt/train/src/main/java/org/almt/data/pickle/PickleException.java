package org.almt.data.pickle;

import java.io.IOException;

/** Thrown for a file that is not a pickle, is damaged, or contains an operation that feature files never contain. */
public final class PickleException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one sentence: the file, the place, what was found, what was expected
     */
    public PickleException(String message) {
        super(message);
    }
}
