package org.almt.data.language;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.almt.data.cache.ChannelChecksum;
import org.almt.nn.checkpoint.AtomicFiles;

/**
 * A cache file of text features: a header, little-endian floats, and their CRC-32C. The header contains a hash of the
 * inputs of the features. A file with another hash or size, or with a changed bit, is ignored.
 */
record RowsFile(Path path, String key, long floats) {
    private static final byte[] MAGIC = "ALMTROWS2".getBytes(StandardCharsets.US_ASCII);

    /** The size of the header: magic, key (64 hexadecimal digits), number of floats, checksum of these. */
    private static final int HEADER = 96;

    /** The size of the checksum of the floats. */
    private static final int TRAILER = 8;

    private static final ValueLayout.OfLong CHECKSUM =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Writes the floats in order. */
    interface Content {
        void writeTo(Floats out) throws IOException;
    }

    /** Receives floats. */
    interface Floats {
        void write(float[] array, int at, int count) throws IOException;
    }

    private byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC)
                .put(key.getBytes(StandardCharsets.US_ASCII)).putLong(floats);
        CRC32C check = new CRC32C();
        check.update(header.array(), 0, header.position());
        return header.putInt((int) check.getValue()).array();
    }

    /** Maps the file, if it is valid. */
    Optional<MemorySegment> map(Arena arena) throws IOException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)
                || Files.size(path) != HEADER + Float.BYTES * floats + TRAILER) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            byte[] found = all.asSlice(0, HEADER).toArray(ValueLayout.JAVA_BYTE);
            long end = HEADER + Float.BYTES * floats;
            boolean whole = Arrays.equals(found, header())
                    && ChannelChecksum.of(channel, HEADER, end) == all.get(CHECKSUM, end);
            return whole ? Optional.of(all.asSlice(HEADER, Float.BYTES * floats)) : Optional.empty();
        }
    }

    /** Whether the file exists, valid or not. */
    boolean exists() {
        return Files.exists(path);
    }

    /** Writes the complete file. */
    void write(Content content) throws IOException {
        AtomicFiles.writeSlowly(path, file -> {
            file.write(header());
            CheckedOutputStream out = new CheckedOutputStream(file, new CRC32C());
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            content.writeTo((array, at, count) -> write(out, bytes, array, at, count));
            file.write(ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(out.getChecksum().getValue()).array());
        });
    }

    private static void write(OutputStream out, ByteBuffer bytes, float[] array, int at, int count)
            throws IOException {
        int most = bytes.capacity() / Float.BYTES;
        for (int from = 0; from < count; from += most) {
            int n = Math.min(most, count - from);
            bytes.clear().asFloatBuffer().put(array, at + from, n);
            out.write(bytes.array(), 0, Float.BYTES * n);
        }
    }
}
