package org.almt.nn.checkpoint.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.almt.nn.checkpoint.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * A file open for reads at any position, thread-safe. It is not memory-mapped. If another process shortens a mapped
 * file, the reader dies of an internal error. A positional read only ends early, and can report it.
 */
public final class FileRegion implements Closeable {
    private static final int STREAM_BUFFER = 1 << 16;

    private final Path path;
    private final Place place;
    /** Null if the bytes are in memory. */
    private final @Nullable FileChannel channel;
    private final @Nullable ByteBuffer memory;
    private final long size;

    private FileRegion(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.place = Place.of(path);
        this.channel = channel;
        this.memory = null;
        this.size = channel.size();
    }

    private FileRegion(Path path, byte[] bytes) {
        this.path = path;
        this.place = Place.of(path);
        this.channel = null;
        this.memory = ByteBuffer.wrap(bytes);
        this.size = bytes.length;
    }

    /** Bytes in memory, which are not copied. Errors call them {@code path}. */
    public static FileRegion of(Path path, byte[] bytes) {
        return new FileRegion(path, bytes);
    }

    /** Opens a file for reading. */
    public static FileRegion open(Path path) throws CheckpointException {
        Place place = Place.of(path);
        if (Files.isDirectory(path)) {
            throw place.error("is a folder, expected a file", "name a file in it");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new FileRegion(path, channel);
        } catch (IOException cause) {
            closeQuietly(channel, cause);
            throw place.failed("opening", cause);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException because) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException another) {
            because.addSuppressed(another);
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The file, for errors. */
    public Place place() {
        return place;
    }

    /** Number of bytes of the file when it was opened. */
    public long size() {
        return size;
    }

    /** The bytes {@code [from, from + count)}, little-endian. */
    public ByteBuffer read(long from, int count) throws CheckpointException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (readAt(bytes, from + bytes.position()) < 0) {
                throw place.damaged("ends at byte " + (from + bytes.position()) + ", expected " + count
                        + " bytes from byte " + from + " on");
            }
        }
        return bytes.flip();
    }

    private int readAt(ByteBuffer target, long position) throws CheckpointException {
        if (memory != null) {
            int count = (int) Math.min(target.remaining(), size - position);
            if (count > 0) {
                target.put(memory.slice((int) position, count));
            }
            return count > 0 ? count : -1;
        }
        try {
            return Objects.requireNonNull(channel, "a region is of memory or of a file").read(target, position);
        } catch (IOException cause) {
            throw place.failed("reading", cause);
        }
    }

    /** A stream over the bytes {@code [from, to)}. It need not be closed. */
    public InputStream stream(long from, long to) {
        Objects.checkFromToIndex(from, to, size);
        return new RegionStream(from, to);
    }

    @Override
    public void close() throws CheckpointException {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException cause) {
            throw place.failed("closing", cause);
        }
    }

    private final class RegionStream extends InputStream {
        private final ByteBuffer buffer;
        private final long end;
        private long next;

        RegionStream(long from, long to) {
            next = from;
            end = to;
            buffer = ByteBuffer.allocate((int) Math.min(STREAM_BUFFER, to - from)).limit(0);
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int at, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int taken = Math.min(count, buffer.remaining());
            buffer.get(target, at, taken);
            return taken;
        }

        private boolean fill() throws IOException {
            if (!buffer.hasRemaining() && next < end) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
                int read = readAt(buffer, next);
                buffer.flip();
                if (read < 0) {
                    throw place.damaged("ends at byte " + next + ", expected " + end + " when it was opened");
                }
                next += read;
            }
            return buffer.hasRemaining();
        }
    }
}
