package org.almt.data.pickle;

import java.io.IOException;

/** A file that is no pickle, is damaged, or asks for something that feature files never ask for. */
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
