package org.almt.weights;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.almt.nn.checkpoint.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is created on first use. It is deleted with its contents when it is closed, or when the process
 * receives a signal to stop before that.
 */
public final class TemporaryFolder implements Closeable {
    private static final int TRIES = 5;
    private static final String OWNER = ".owner-lock";
    /** The age below which a folder without a lock is kept: its owner may not have made the lock yet. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path parent;
    private final String prefix;
    private final Thread atStop = new Thread(this::deleteQuietly, "delete unfinished weights");
    private @Nullable Path folder;
    /**
     * The channel of a file in the folder. Its lock marks the folder as in use, also for other machines and containers.
     */
    private @Nullable FileChannel owner;
    private @Nullable Path ownerFile;

    public TemporaryFolder(Path parent, String prefix) {
        this.parent = parent;
        this.prefix = prefix;
    }

    /** A folder in the system's temporary folder. */
    public static TemporaryFolder temporary(String prefix) {
        return new TemporaryFolder(Path.of(System.getProperty("java.io.tmpdir")), prefix);
    }

    public Path folder() throws IOException {
        if (folder == null) {
            removeAbandoned();
            folder = Files.createTempDirectory(parent, prefix + "-" + ProcessHandle.current().pid() + "-");
            ownerFile = Unfinished.name(folder.resolve("owner"), ".", OWNER);
            owner = Unfinished.create(ownerFile);
            Runtime.getRuntime().addShutdownHook(atStop);
        }
        return folder;
    }

    /** Deletes folders of this kind whose process has ended without deleting them, as after kill -9. */
    private void removeAbandoned() {
        Pattern owned = Pattern.compile(Pattern.quote(prefix) + "-(\\d+)-.*", Pattern.DOTALL);
        try (Stream<Path> folders = Files.list(parent)) {
            for (Path each : folders.toList()) {
                Matcher name = owned.matcher(each.getFileName().toString());
                if (name.matches() && !Unfinished.isAlive(name.group(1)) && !isOwned(each)) {
                    delete(each);
                }
            }
        } catch (IOException | UncheckedIOException cannot) {
            // It belongs to another user, or another process is deleting it too.
        }
    }

    /**
     * Removes the mark that the folder is in use, before its contents are moved to their place. If something fails
     * then, at most an empty folder is left.
     */
    public void release() throws IOException {
        unlock();
        if (ownerFile != null) {
            Files.deleteIfExists(ownerFile);
            ownerFile = null;
        }
    }

    private void unlock() throws IOException {
        if (owner != null) {
            owner.close();
            owner = null;
        }
    }

    /**
     * Whether a folder is in use although this machine has no process with its number. A process of another machine or
     * container may have made it.
     */
    private static boolean isOwned(Path folder) throws IOException {
        boolean owned = Files.getLastModifiedTime(folder).toInstant().isAfter(Instant.now().minus(YOUNG));
        try (DirectoryStream<Path> owners = Files.newDirectoryStream(folder, "*" + OWNER)) {
            for (Path owner : owners) {
                owned = !Unfinished.isAbandoned(owner);
            }
        }
        return owned;
    }

    /** Replaces the names of unpacked files in a sentence by the name of their archive. */
    String hide(String sentence, Path archive) {
        // …/.almt-unpacked123/m456/_model.onnx
        return folder == null
                ? sentence
                : sentence.replaceAll(Pattern.quote(folder.toString()) + "[/\\\\]m\\d+[/\\\\]_",
                        Matcher.quoteReplacement(archive + "!"));
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(atStop);
            } catch (IllegalStateException stopping) {
                return; // the hook deletes it
            }
            unlock();
            delete(folder);
            folder = null;
        }
    }

    /** Deletes the folder, and retries: while the process stops, another thread may still write. */
    private void deleteQuietly() {
        for (int i = 0; i < TRIES; i++) {
            try {
                if (folder != null) {
                    delete(folder);
                }
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException | UncheckedIOException changing) {
                // again
            } catch (IOException cannot) {
                return;
            }
        }
    }

    /** Deletes a folder with its contents. */
    public static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
