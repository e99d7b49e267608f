package org.almt.nn.checkpoint.bytes;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.nn.checkpoint.CheckpointException;

/**
 * The place of something that is read: a file, and a key in it or an empty string. Creates errors that name both.
 *
 * @param file the file, or a word for a source that is no file
 * @param part the part of the file, in quotes if it comes from the file
 */
public record Place(String file, String part) {
    private static final String DAMAGED = "the file is truncated or damaged: download or write it again";

    /** A file as a whole. */
    public static Place of(Path file) {
        return new Place(file.toString(), "");
    }

    /** The same file, at one of its keys. */
    public Place tensor(String name) {
        return new Place(file, CheckpointException.quote(name));
    }

    /** An error at this place. */
    public CheckpointException error(String problem, String remedy) {
        return new CheckpointException(toString(), problem, remedy);
    }

    /** An error that only another copy of the file can solve. */
    public CheckpointException damaged(String problem) {
        return error(problem, DAMAGED);
    }

    /** A failure of the system at this place, like {@link CheckpointException#of(String, String, IOException)}. */
    public CheckpointException failed(String doing, IOException cause) {
        return CheckpointException.of(toString(), doing, cause);
    }

    /** The file and the key, if there is one. */
    @Override
    public String toString() {
        return part.isEmpty() ? file : file + ": " + part;
    }
}
