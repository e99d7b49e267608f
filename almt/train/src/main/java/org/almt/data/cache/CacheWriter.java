package org.almt.data.cache;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.almt.data.column.CellStore;
import org.almt.data.column.ColumnPlan;
import org.almt.data.column.Conversion;
import org.almt.data.column.Faults;
import org.almt.data.column.Key;
import org.almt.data.column.SplitPlan;
import org.almt.nn.checkpoint.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * Writes the cache file of one split. The file is written under a temporary name in the same folder, and renamed when
 * it is complete and on disk. So a cache is always complete or absent, and several processes may convert at the same
 * time.
 *
 * <p>The format, all numbers little-endian but those of the index:
 * <pre>
 * byte 0    "ALMTCOLS", version (int32), CRC-32C of the index (int32), offset and size of the index (int64, int64),
 *           CRC-32C of all between header and index (int32), CRC-32C of the header up to here (int32), zeros
 * byte 64   the columns, each beginning at a multiple of 64: float32 or int32 cells, [rows, length, width] in C order
 *           the strings of a key: for each row the number of bytes (int32) and the UTF-8 text
 * index     last in the file: see {@code CacheIndex}, in the format of java.io.DataOutput
 * </pre>
 */
public final class CacheWriter implements Closeable {
    static final byte[] MAGIC = "ALMTCOLS".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 2;
    static final int HEADER = 64;

    /** The ending of the names of unfinished files. */
    static final String PART = ".part";

    private final SplitPlan plan;
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final Arena arena = Arena.ofConfined();
    private final Map<Key, Long> offsets = new EnumMap<>(Key.class);
    private final long dataEnd;
    private boolean done;

    /** Opens a file beside {@code target}, whose folder must exist. */
    public CacheWriter(SplitPlan plan, Path target) throws IOException {
        this.plan = plan;
        this.target = target;
        long end = HEADER;
        for (ColumnPlan column : plan.columns().values()) {
            if (column.cells() > 0) {
                offsets.put(column.key(), end);
                end = aligned(end + 4 * column.cells());
            }
        }
        this.dataEnd = end;
        this.temporary = Unfinished.name(target, "", PART);
        this.channel = Unfinished.create(temporary);
        Unfinished.deleteAtEnd(temporary);
    }

    /** The size of the numbers of a split on disk. */
    public static long size(SplitPlan plan) {
        return HEADER + plan.columns().values().stream().mapToLong(column -> aligned(4 * column.cells())).sum();
    }

    private static long aligned(long offset) {
        return (offset + 63) / 64 * 64;
    }

    private long offset(Key key) {
        return Objects.requireNonNull(offsets.get(key), key.key);
    }

    public CellStore store(ColumnPlan column) {
        return new OnDisk(offset(column.key()), 4 * column.cells());
    }

    /** Writes the results of the conversion, and renames the file. */
    public void finish(Conversion.Result result, SourceStamp source, String sha256) throws IOException {
        List<CacheIndex.Entry> columns = new ArrayList<>();
        List<CacheIndex.Entry> texts = new ArrayList<>();
        long end = dataEnd;
        for (ColumnPlan column : plan.columns().values()) {
            Key key = column.key();
            if (key.cells == Key.Cells.TEXT) {
                ByteBuffer bytes = ByteBuffer.wrap(encode(result.textsOf(key)));
                texts.add(new CacheIndex.Entry(key, 1, 1, end, bytes.remaining(), new Faults(0, -1, 0)));
                end += bytes.remaining();
                write(bytes, end - bytes.remaining());
            } else {
                columns.add(new CacheIndex.Entry(key, column.length(), column.width(), offset(key),
                        4 * column.cells(), result.faultsOf(key)));
            }
        }
        byte[] index = new CacheIndex(source, sha256, plan.name(), plan.rows(), columns, texts, plan.notes()).toBytes();
        write(ByteBuffer.wrap(index), end);
        CRC32C crc = new CRC32C();
        crc.update(index);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putInt(VERSION).putInt((int) crc.getValue()).putLong(end).putLong(index.length);
        header.putInt((int) ChannelChecksum.of(channel, HEADER, end));
        CRC32C check = new CRC32C();
        check.update(header.array(), 0, header.position());
        header.putInt((int) check.getValue()).rewind();
        write(header, 0);
        channel.force(true);
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        done = true;
    }

    private static byte[] encode(String[] texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(Integer.reverseBytes(utf8.length));
            out.write(utf8);
        }
        return bytes.toByteArray();
    }

    private void write(ByteBuffer bytes, long offset) throws IOException {
        for (long at = offset; bytes.hasRemaining();) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
        if (!done) {
            Files.deleteIfExists(temporary);
        }
    }

    private final class OnDisk implements CellStore {
        private final long offset;
        private final long size;
        private @Nullable MemorySegment mapped;

        OnDisk(long offset, long size) {
            this.offset = offset;
            this.size = size;
        }

        @Override
        public void write(long byteOffset, ByteBuffer cells) throws IOException {
            CacheWriter.this.write(cells, offset + byteOffset);
        }

        /**
         * Maps the column after filling it with zeros. A full disk then causes an exception here, not a fault in mapped
         * memory.
         */
        @Override
        public MemorySegment randomAccess() throws IOException {
            if (mapped == null) {
                ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
                for (long at = 0; at < size; at += zeros.capacity()) {
                    zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                    CacheWriter.this.write(zeros, offset + at);
                }
                mapped = channel.map(FileChannel.MapMode.READ_WRITE, offset, size, arena);
            }
            return mapped;
        }
    }
}
