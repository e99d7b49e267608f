package org.almt.nn.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that are written under a temporary name. The name ends in the number of the writing process, and the process
 * holds a lock on the file. The system releases the lock when the process ends, however it ends. Files of dead
 * processes can thus be distinguished from files that a living process still writes.
 *
 * <p>Threads: safe for many at once.
 */
public final class Unfinished {
    private static final Pattern NAME = Pattern.compile(".*\\.(\\d+)-[0-9a-f]{8}\\.[a-z-]+", Pattern.DOTALL);

    /** A file younger than this is kept: its owner may have created it and not locked it yet. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private Unfinished() {}

    /** A new name beside a file: {@code prefix + name + .process-random + suffix}. */
    public static Path name(Path target, String prefix, String suffix) {
        String owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
        return target.resolveSibling(prefix + target.getFileName() + "." + owner + suffix);
    }

    /** Creates a file and locks it for as long as the channel is open. */
    public static FileChannel create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.READ);
        try {
            channel.tryLock();
        } catch (IOException cannot) {
            // Some network file systems cannot lock. Then only the number of the process identifies the owner.
        }
        return channel;
    }

    /**
     * Makes the JVM delete a file when it ends, also by a signal such as that of Ctrl-C. This happens after all
     * shutdown hooks. The JVM keeps the name until it ends, so this is for files that take long to write, and are few.
     */
    public static void deleteAtEnd(Path file) {
        file.toFile().deleteOnExit();
    }

    /**
     * Deletes the files that dead processes left in a folder. May be called at any time.
     *
     * @param glob the names to consider
     * @return the number of deleted files
     */
    public static int removeAbandoned(Path folder, String glob) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                if (isAbandoned(file)) {
                    removed += Files.deleteIfExists(file) ? 1 : 0;
                }
            }
        }
        return removed;
    }

    /** Whether no process writes this file any more: its process has died, or it is no such file. */
    public static boolean isAbandoned(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        Matcher name = NAME.matcher(file.getFileName().toString());
        // POSIX releases all locks of a process on a file that it closes. Therefore files of this process are never
        // opened here.
        if (name.matches() && name.group(1).equals(Long.toString(ProcessHandle.current().pid()))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            boolean young = Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(YOUNG));
            return !young || !name.matches() || !isAlive(name.group(1));
        } catch (OverlappingFileLockException ours) {
            return false;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (AccessDeniedException another) {
            return false; // a file of this process, which deletes it itself
        }
    }

    /** Whether there is a process with this number. */
    public static boolean isAlive(String number) {
        return number.length() < 19 && ProcessHandle.of(Long.parseLong(number)).isPresent();
    }
}
