package org.almt.data.cache;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.almt.data.SplitName;
import org.almt.data.column.Column;
import org.almt.data.column.Key;
import org.almt.data.column.ResidentPages;
import org.almt.data.column.Sizes;
import org.almt.data.column.SplitData;
import org.almt.nn.checkpoint.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * The folder of cache files. There is one file per source file and split, named after both. It is valid while size and
 * time match.
 */
public final class ColumnCache {
    private static final int MAX_INDEX = 16 << 20;

    private final Path folder;
    private final Path source;
    private final String prefix;
    private boolean made;

    public ColumnCache(Path folder, Path source) throws IOException {
        this.folder = folder;
        this.source = source;
        byte[] path = source.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
        this.prefix = source.getFileName() + "-" + HexFormat.of().toHexDigits(fnv(path)) + "-";
    }

    /**
     * FNV-1a with 64 bits, to distinguish files with the same name in different folders. The stamp decides whether a
     * cache is valid.
     */
    private static long fnv(byte[] bytes) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        return hash;
    }

    public Path folder() {
        return folder;
    }

    public Path file(SplitName split) {
        return folder.resolve(prefix + split.key() + ".columns");
    }

    /** Prepares the folder for {@code bytes} more. Returns the reason if that is impossible, otherwise null. */
    public @Nullable String prepare(long bytes) {
        try {
            made = !Files.exists(folder);
            Files.createDirectories(folder);
            removeAbandoned();
            if (!Files.isWritable(folder)) {
                return "it is not writable";
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            return free < bytes + (64 << 20)
                    ? "only " + Sizes.text(free) + " are free there, " + Sizes.text(bytes)
                            + " are needed"
                    : null;
        } catch (IOException e) {
            return Files.exists(folder) && !Files.isDirectory(folder)
                    ? "it is not a folder"
                    : "it cannot be created (" + e.getClass().getSimpleName() + ")";
        }
    }

    /** Deletes a folder that was made for a failed conversion, unless another one uses it. */
    public void discard() {
        try {
            if (made) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException inUse) {
            // another process uses it too
        }
    }

    /** Removes the remains of killed conversions of all files. Does nothing if the folder cannot be changed. */
    public void removeAbandoned() {
        try {
            if (Files.isDirectory(folder)) {
                Unfinished.removeAbandoned(folder, "*.columns.*" + CacheWriter.PART);
            }
        } catch (IOException cannot) {
            // a cache that can be read but not cleaned is still usable
        }
    }

    /** A split from the cache, and the hash of its source. */
    public record Cached(SplitData data, String sha256) {}

    /** Maps a split; empty if the cache has none, or if its file is outdated, damaged or of another source. */
    public Optional<Cached> find(SplitName split, Arena arena) throws IOException {
        Path file = file(split);
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CacheIndex index = index(channel);
            if (index == null || index.split() != split || !index.source().equals(SourceStamp.of(source))) {
                return Optional.empty();
            }
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            ResidentPages pages = new ResidentPages(all, file.toString());
            Map<Key, Column> columns = new EnumMap<>(Key.class);
            for (CacheIndex.Entry entry : index.columns()) {
                columns.put(entry.key(), new Column(entry.key(), index.rows(), entry.length(), entry.width(),
                        all.asSlice(entry.offset(), entry.size()), entry.faults(), pages));
            }
            Map<Key, String[]> texts = new EnumMap<>(Key.class);
            for (CacheIndex.Entry entry : index.texts()) {
                texts.put(entry.key(), decode(all.asSlice(entry.offset(), entry.size()).asByteBuffer(), index.rows()));
            }
            return Optional.of(new Cached(new SplitData(split, index.rows(), columns, texts, index.notes()),
                    index.sha256()));
        } catch (BufferUnderflowException damaged) {
            return Optional.empty();
        } catch (InternalError fault) {
            throw ResidentPages.cut(file.toString(), fault);
        }
    }

    /**
     * Reads the header and the index; null if either differs from the format that {@link CacheWriter} writes in this
     * version.
     */
    private static @Nullable CacheIndex index(FileChannel channel) throws IOException {
        ByteBuffer header = read(channel, 0, CacheWriter.HEADER);
        byte[] magic = new byte[CacheWriter.MAGIC.length];
        if (header == null) {
            return null;
        }
        header.get(magic);
        if (!Arrays.equals(magic, CacheWriter.MAGIC) || header.getInt() != CacheWriter.VERSION) {
            return null;
        }
        int crc = header.getInt();
        long offset = header.getLong();
        long size = header.getLong();
        int dataCrc = header.getInt();
        CRC32C own = new CRC32C();
        own.update(header.array(), 0, header.position());
        if ((int) own.getValue() != header.getInt() || !isZero(header)) {
            return null;
        }
        if (size < 0 || size > MAX_INDEX || offset < CacheWriter.HEADER || offset != channel.size() - size) {
            return null;
        }
        ByteBuffer bytes = read(channel, offset, (int) size);
        if (bytes == null) {
            return null;
        }
        CRC32C check = new CRC32C();
        check.update(bytes.array());
        if ((int) check.getValue() != crc
                || (int) ChannelChecksum.of(channel, CacheWriter.HEADER, offset) != dataCrc) {
            return null;
        }
        try {
            return CacheIndex.of(bytes.array(), offset);
        } catch (IOException | IllegalArgumentException foreign) {
            return null;
        }
    }

    private static boolean isZero(ByteBuffer rest) {
        boolean zero = true;
        while (rest.hasRemaining()) {
            zero &= rest.get() == 0;
        }
        return zero;
    }

    private static @Nullable ByteBuffer read(FileChannel channel, long offset, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes.flip();
    }

    private static String[] decode(ByteBuffer bytes, int rows) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        String[] texts = new String[rows];
        for (int i = 0; i < rows; i++) {
            int length = bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] utf8 = new byte[length];
            bytes.get(utf8);
            texts[i] = new String(utf8, StandardCharsets.UTF_8);
        }
        return texts;
    }
}
