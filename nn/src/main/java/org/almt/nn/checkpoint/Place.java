package org.almt.nn.checkpoint;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where something is read: a file, and a key in it or an empty string. Makes the errors that name both.
 *
 * @param file the file, or a word for what is no file
 * @param part what part of the file, quoted where the file chose it
 */
record Place(String file, String part) {
    static final String DAMAGED = "the file is truncated or damaged: fetch or write it again";

    static Place of(Path file) {
        return new Place(file.toString(), "");
    }

    /** The same file, at one of its keys. */
    Place tensor(String name) {
        return new Place(file, Names.quote(name));
    }

    CheckpointException error(String problem, String remedy) {
        return new CheckpointException(toString(), problem, remedy, null);
    }

    CheckpointException damaged(String problem) {
        return error(problem, DAMAGED);
    }

    /** Turns what the system reports into a sentence; passes on what already is one. */
    CheckpointException failed(String doing, IOException cause) {
        if (cause instanceof CheckpointException done) {
            return done;
        }
        String problem;
        String remedy = "check the path, the rights and the disk";
        if (cause instanceof NoSuchFileException) {
            problem = "no such file";
            remedy = "check the path";
        } else if (cause instanceof AccessDeniedException) {
            problem = "access denied while " + doing;
            remedy = "check the rights of the file and its folder";
        } else if (cause instanceof ClosedByInterruptException) {
            problem = "interrupted while " + doing;
            remedy = "run it again";
        } else {
            String reason = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
            problem = doing + " failed (" + (reason == null ? cause.getClass().getSimpleName() : reason) + ")";
        }
        return new CheckpointException(toString(), problem, remedy, cause);
    }

    @Override
    public String toString() {
        return part.isEmpty() ? file : file + ": " + part;
    }
}
