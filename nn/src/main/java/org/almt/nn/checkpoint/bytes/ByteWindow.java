package org.almt.nn.checkpoint.bytes;

import java.nio.ByteBuffer;
import org.almt.nn.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * Single bytes of a file, at any position, through a buffer. Designed for reading forwards and for skipping. For one
 * thread.
 */
public final class ByteWindow {
    private static final int BUFFER = 1 << 14;

    private final @Nullable FileRegion file;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long from;

    /** A window over a whole file. */
    public ByteWindow(FileRegion file) {
        this.file = file;
    }

    /** A window over bytes that are already in memory. */
    public ByteWindow(byte[] bytes) {
        this.file = null;
        this.buffer = ByteBuffer.wrap(bytes);
    }

    /** The byte at a position inside of the file, 0 to 255. */
    public int at(long position) throws CheckpointException {
        if (file != null && (position < from || position >= from + buffer.limit())) {
            from = position;
            buffer = file.read(position, (int) Math.min(BUFFER, file.size() - position));
        }
        return buffer.get((int) (position - from)) & 0xff;
    }
}
