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
 * Folders that one process fills: new or empty at the beginning, and locked while it does.
 *
 * <p>Threads: safe for many at once.
 */
public final class Folders {
    private Folders() {}

    /**
     * Makes a folder, or takes an empty one.
     *
     * @param what for people, such as {@code run folder}
     * @return whether it was made
     * @throws IOException when there is something in it, or it cannot be made
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
                : e instanceof NoSuchFileException ? "the system makes no folders there"
                : e instanceof FileAlreadyExistsException ? "there is a file of that name"
                : e.getReason() != null ? e.getReason()
                : e.getClass().getSimpleName();
    }

    /**
     * Keeps a second process out for as long as the result is open; the system releases it when this process ends,
     * however it ends.
     *
     * @param file what is locked. It must never be replaced meanwhile: a second process would lock the new one
     * @param inUse the message where another holds it
     */
    public static FileChannel lock(Path file, String inUse, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(file, options);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // this very process: the same answer
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(inUse);
    }
}
