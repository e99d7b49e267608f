package org.almt.nn.checkpoint;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.almt.nn.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be read or written. The message is one sentence for the user. It gives the file, the place in it,
 * what is wrong, what was expected, and what to do.
 *
 * <p>Threads: safe for many at once.
 */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The most characters of a name that a message shows. */
    private static final int SHOWN = 120;

    /**
     * An error with the message {@code file: problem; remedy.}
     *
     * @param file the file
     * @param problem what is wrong and where, and what was expected
     * @param remedy what the user can do
     */
    public CheckpointException(Path file, String problem, String remedy) {
        this(file.toString(), problem, remedy);
    }

    /** The same at a place inside a file, such as one of its tensors. */
    public CheckpointException(String place, String problem, String remedy) {
        this(place, problem, remedy, null);
    }

    private CheckpointException(String place, String problem, String remedy, @Nullable Throwable cause) {
        super(place + ": " + problem + "; " + remedy + ".", cause);
    }

    /**
     * A failure of the system as one sentence. A {@code CheckpointException} is returned unchanged.
     *
     * @param file the file
     * @param doing the action that failed, such as {@code reading}
     * @param cause the failure
     */
    public static CheckpointException of(Path file, String doing, IOException cause) {
        return of(file.toString(), doing, cause);
    }

    /** The same at a place inside a file. */
    public static CheckpointException of(String place, String doing, IOException cause) {
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
        return new CheckpointException(place, problem, remedy, cause);
    }

    /** An array that does not fit into memory. */
    public static CheckpointException tooLarge(String place, int elements, int bytesEach) {
        return new CheckpointException(place, elements + " elements need " + ((long) elements * bytesEach >> 20)
                + " MiB of memory, more than this JVM has left", "raise its heap with -Xmx");
    }

    /**
     * A name from a file, made safe for a message: in quotes, cut to a readable length, and without characters that
     * could move a terminal's cursor or reorder the line.
     */
    public static String quote(String name) {
        return JsonText.shown(name, SHOWN);
    }
}
