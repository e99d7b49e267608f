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
import org.almt.nn.checkpoint.AtomicFiles;

/**
 * A cache of text features: a header, and little-endian floats. The header holds what the features were made from as a
 * hash; with another hash or size, or a header that is damaged, it is as if the file were not there.
 */
record RowsFile(Path path, String key, long floats) {
    private static final byte[] MAGIC = "ALMTROWS1".getBytes(StandardCharsets.US_ASCII);

    /** Magic, key (64 hexadecimal digits), number of floats, checksum of these. */
    private static final int HEADER = 96;

    /** Writes the floats in order. */
    interface Content {
        void writeTo(Floats out) throws IOException;
    }

    /** Takes floats. */
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

    /** Maps what is there. */
    Optional<MemorySegment> map(Arena arena) throws IOException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)
                || Files.size(path) != HEADER + Float.BYTES * floats) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            byte[] found = all.asSlice(0, HEADER).toArray(ValueLayout.JAVA_BYTE);
            return Arrays.equals(found, header()) ? Optional.of(all.asSlice(HEADER)) : Optional.empty();
        }
    }

    /** Writes the file as a whole. */
    void write(Content content) throws IOException {
        AtomicFiles.write(path, out -> {
            out.write(header());
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            content.writeTo((array, at, count) -> write(out, bytes, array, at, count));
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
