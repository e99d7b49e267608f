package org.almt.clips;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A data set in a folder that several processes use. Processes and threads write one after the other. A later one does
 * not overwrite an earlier file with the same content, because a third may be reading it.
 */
final class SharedDataSet {
    /** The ending of the lock file that a process holds while it writes. */
    static final String LOCK = ".lock";

    private static final Object ONE_WRITES = new Object();

    private SharedDataSet() {}

    /** Writes a data set with its provenance, or marks it as used if it exists with the same content. */
    static void write(DataSetFile file, Provenance provenance, Path out) throws IOException {
        Path mark = out.resolveSibling(out.getFileName() + LOCK);
        synchronized (ONE_WRITES) {
            FileChannel lock = lock(mark);
            try {
                if (!provenance.isOf(out) || !provenance.markUsed(out)) {
                    file.write(out);
                    provenance.write(out);
                }
            } finally {
                if (lock != null) {
                    release(lock, mark);
                }
            }
        }
    }

    /** Waits for the lock; null if the file system has no locks. Both processes then write the same bytes. */
    private static @Nullable FileChannel lock(Path mark) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException cannot) {
            return null; // it belongs to another user
        }
        try {
            channel.lock();
            return channel;
        } catch (IOException cannot) {
            channel.close(); // some network file systems have no locks
            return null;
        }
    }

    /** Releases the lock. A process that waits for it then finds the data set that it would have written. */
    private static void release(FileChannel lock, Path mark) {
        try (lock) {
            Files.deleteIfExists(mark);
        } catch (IOException cannot) {
            return; // deleted with the data set
        }
    }
}
