package org.almt.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;

/**
 * Folders that one process fills. They are new or empty at the start, and locked while the process writes.
 *
 * <p>Threads: safe for many at once.
 */
public final class Folders {
    private Folders() {}

    /**
     * Makes a folder, or uses an empty one.
     *
     * @param what its name in messages, such as {@code run folder}
     *
     * @return whether it was made
     *
     * @throws IOException if it is not empty, or cannot be made
     */
    public static boolean makeOrTake(Path directory, String what) throws IOException {
        boolean made = !Files.exists(directory);
        try {
            Files.createDirectories(directory);
            try (Stream<Path> entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw new RemediableException(directory + " is not empty; choose another folder",
                            Remedy.OTHER_FOLDER);
                }
            }
        } catch (FileSystemException e) {
            throw new RemediableException("the " + what + " " + directory + " cannot be made: " + reason(e)
                    + "; choose another", Remedy.OTHER_FOLDER, e);
        }
        return made;
    }

    private static String reason(FileSystemException e) {
        return e instanceof AccessDeniedException ? "access is denied"
                : e instanceof NoSuchFileException ? "the system does not allow folders there"
                : e instanceof FileAlreadyExistsException ? "there is a file with that name"
                : e.getReason() != null ? e.getReason()
                : e.getClass().getSimpleName();
    }

    /**
     * Locks a folder against other processes until the result is closed. The system releases the lock when this process
     * ends, in any way.
     *
     * @param file the file to lock. It must not be replaced meanwhile: a second process would then lock the new file
     *
     * @param inUse the message if another process holds the lock
     */
    public static FileChannel lock(Path file, String inUse, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(file, options);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this process: the same message
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(inUse);
    }
}
