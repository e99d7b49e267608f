package org.almt.clips;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A data set in a folder that several processes use. One process or thread writes after the other, and the later one
 * leaves alone what the earlier one wrote with the same content: a third may read it.
 */
final class SharedDataSet {
    /** How the files end that a process holds while it writes. */
    static final String LOCK = ".lock";

    private static final Object ONE_WRITES = new Object();

    private SharedDataSet() {}

    /** Writes a data set with its provenance, or marks it as used if it is there with the same content. */
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

    /** Waits for the lock; null if none can be had, and then both processes write the same bytes. */
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
            channel.close(); // some network file systems lock nothing
            return null;
        }
    }

    /** A process that waits for this lock gets it, and finds the data set as it would write it. */
    private static void release(FileChannel lock, Path mark) {
        try (lock) {
            Files.deleteIfExists(mark);
        } catch (IOException cannot) {
            return; // deleted with the data set
        }
    }
}
