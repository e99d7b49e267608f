package org.almt.spark;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.nn.checkpoint.Unfinished;

/**
 * A file that is there while a job runs, by which each of its tasks shows that its machine sees a folder and not
 * another one of the same name. Executors may come at any time, and one that writes to a disk of its own loses rows.
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

    /** Makes one in a folder, which is made too; what dead jobs left there goes. */
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

    /** Its path. */
    String file() {
        return file.toString();
    }

    @Override
    public void close() throws IOException {
        held.close();
        Files.deleteIfExists(file);
    }
}
