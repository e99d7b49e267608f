package org.almt.spark;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.nn.checkpoint.Unfinished;

/**
 * A file that exists while a job runs. Each task checks that it can read this file, to detect a machine with another
 * folder of the same name. Executors may start at any time, and one that writes to its own disk loses rows.
 */
final class SharedMark implements AutoCloseable {
    private static final String PREFIX = ".";
    private static final String SUFFIX = ".seen";

    private final Path file;
    private final FileChannel held;

    private SharedMark(Path file, FileChannel held) {
        this.file = file;
        this.held = held;
    }

    /** Makes a mark in a folder, and the folder itself. Marks of killed jobs are deleted. */
    static SharedMark in(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Unfinished.removeAbandoned(folder, PREFIX + "almt.*" + SUFFIX);
            Path file = Unfinished.name(folder.resolve("almt"), PREFIX, SUFFIX);
            return new SharedMark(file, Unfinished.create(file));
        } catch (IOException e) {
            throw new IOException("no file can be made in " + folder + " (" + e.getMessage() + "); check the rights of"
                    + " the folder and that its disk has room, or name another one", e);
        }
    }

    /** The path of the mark. */
    String file() {
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        held.close();
        Files.deleteIfExists(file);
    }
}
