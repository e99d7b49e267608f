package org.almt.nn.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that cannot be read, or not written. The message is one sentence for the user: the file, the place in it, what
 * is wrong and what was expected, and what to do.
 */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with the message {@code file: problem; remedy.}
     *
     * @param file the file
     * @param problem what is wrong and where, and what was expected
     * @param remedy what the user can do
     */
    public CheckpointException(Path file, String problem, String remedy) {
        this(file.toString(), problem, remedy, null);
    }

    /**
     * What a failure of the system means in one sentence; one that already is a sentence stays.
     *
     * @param file the file
     * @param doing what was being done, such as {@code reading}
     * @param cause the failure
     */
    public static CheckpointException of(Path file, String doing, IOException cause) {
        return Place.of(file).failed(doing, cause);
    }

    CheckpointException(String place, String problem, String remedy, Throwable cause) {
        super(place + ": " + problem + "; " + remedy + ".", cause);
    }
}
