package org.almt.nn.checkpoint.zip;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.Weights;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorNames;

/**
 * A strict zip reader. The reader of the JDK allocates memory for whatever directory a file claims. It does not compare
 * checksums, and it accepts members that overlap. This one reads a directory within limits. It checks the size and
 * checksum of each member, and that no byte of the file belongs to two members.
 *
 * <pre>
 *   local header, data | … | central directory | (zip64 end, locator) | end of central directory
 * </pre>
 */
final class ZipDirectory {
    /** The most accepted members. */
    static final int MAX_ENTRIES = 100_000;

    /** The largest accepted directory, in bytes. */
    static final int MAX_DIRECTORY_BYTES = 32 << 20;

    /**
     * The largest factor by which an archive may inflate, if its content exceeds {@link #MAX_TRUSTED_BYTES}. Weights
     * shrink by a tenth. Zeros shrink by a factor of 1032, so a file of 1 MB could claim 1 GB of memory.
     */
    static final int MAX_EXPANSION = 100;

    /** For content up to this size, any compression is accepted. */
    static final long MAX_TRUSTED_BYTES = 16 << 20;

    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int ZIP64_END = 0x06064b50;
    private static final int ZIP64_LOCATOR = 0x07064b50;

    private static final int END_BYTES = 22;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    private static final int UTF8 = 1 << 11;

    /**
     * A member.
     *
     * @param name its name
     * @param method {@link #STORED} or {@link #DEFLATED}
     * @param crc checksum of the content
     * @param packed size in the file
     * @param size size of the content
     * @param header position of its local header
     * @param limit position of the next member or the directory
     */
    record Entry(String name, int method, int crc, long packed, long size, long header, long limit) {
        private Entry before(long next) {
            return new Entry(name, method, crc, packed, size, header, next);
        }
    }

    private final FileRegion file;
    private final Place place;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ZipDirectory(FileRegion file) {
        this.file = file;
        this.place = file.place();
    }

    /** The members of an archive, in the order of its directory. */
    static Map<String, Entry> read(FileRegion file) throws CheckpointException {
        ZipDirectory zip = new ZipDirectory(file);
        zip.parse();
        return Collections.unmodifiableMap(zip.entries);
    }

    /** The content of a member. Reading fails at the end if size or checksum differ. Close it to free the inflater. */
    static ZipMember open(FileRegion file, Entry entry) throws CheckpointException {
        Place place = file.place().tensor(entry.name());
        ByteBuffer header = file.read(entry.header(), LOCAL_BYTES);
        if (header.getInt() != LOCAL_HEADER) {
            throw place.damaged("has no header at byte " + entry.header());
        }
        int nameBytes = Short.toUnsignedInt(header.getShort(26));
        long start = entry.header() + LOCAL_BYTES + nameBytes + Short.toUnsignedInt(header.getShort(28));
        if (start + entry.packed() > entry.limit()) {
            throw place.damaged("ends at byte " + (start + entry.packed()) + ", behind byte " + entry.limit()
                    + ", where the next part starts");
        }
        String name = StandardCharsets.UTF_8.decode(file.read(entry.header() + LOCAL_BYTES, nameBytes)).toString();
        if (!name.equals(entry.name()) || Short.toUnsignedInt(header.getShort(8)) != entry.method()) {
            throw place.damaged("has another name or compression in its own header than in the directory");
        }
        return new ZipMember(file.stream(start, start + entry.packed()), entry, place);
    }

    private void parse() throws CheckpointException {
        if (file.size() < END_BYTES) {
            throw place.damaged("has " + file.size() + " bytes, expected a zip archive");
        }
        long end = findEnd();
        ByteBuffer record = file.read(end, END_BYTES);
        long count = Short.toUnsignedLong(record.getShort(10));
        long bytes = Integer.toUnsignedLong(record.getInt(12));
        long start = Integer.toUnsignedLong(record.getInt(16));
        boolean oneDisk = record.getInt(4) == 0 && record.getShort(8) == record.getShort(10);
        if (end >= 20 && file.read(end - 20, 4).getInt() == ZIP64_LOCATOR) {
            ByteBuffer locator = file.read(end - 20, 20);
            end = locator.getLong(8);
            ByteBuffer large = end < 0 || end > file.size() - 56 ? ByteBuffer.allocate(4) : file.read(end, 56);
            if (large.getInt() != ZIP64_END) {
                throw place.damaged("has no zip64 directory at byte " + Long.toUnsignedString(end));
            }
            oneDisk = locator.getInt(4) == 0 && large.getLong(16) == 0 && large.getLong(24) == large.getLong(32);
            count = large.getLong(32);
            bytes = large.getLong(40);
            start = large.getLong(48);
        }
        if (!oneDisk) {
            throw place.error("is one part of a zip archive in several parts", "join the parts");
        }
        if (count < 0 || count > MAX_ENTRIES || bytes < 0 || bytes > MAX_DIRECTORY_BYTES) {
            throw place.error("claims " + Long.toUnsignedString(count) + " members in a directory of "
                    + Long.toUnsignedString(bytes) + " bytes, expected at most " + MAX_ENTRIES + " and "
                    + MAX_DIRECTORY_BYTES, "split the file");
        }
        // Not written as start + bytes != end, because a hostile start could make it overflow.
        if (start < 0 || start != end - bytes) {
            throw place.damaged("claims a directory of " + bytes + " bytes at byte " + Long.toUnsignedString(start)
                    + ", expected it to end at byte " + end);
        }
        directory(file.read(start, (int) bytes), (int) count);
        checkExpansion();
        setLimits(start);
    }

    /**
     * The position of the end record. A comment of at most 65,535 bytes follows it and must end exactly with the file.
     */
    private long findEnd() throws CheckpointException {
        int length = (int) Math.min(file.size(), END_BYTES + 0xffff);
        ByteBuffer tail = file.read(file.size() - length, length);
        for (int i = length - END_BYTES; i >= 0; i--) {
            int comment = length - END_BYTES - i;
            if (tail.getInt(i) == END && Short.toUnsignedInt(tail.getShort(i + 20)) == comment) {
                return file.size() - length + i;
            }
        }
        throw place.damaged("has no zip directory at its end, expected a zip archive");
    }

    private void directory(ByteBuffer bytes, int count) throws CheckpointException {
        for (int i = 0; i < count; i++) {
            if (bytes.remaining() < CENTRAL_BYTES || bytes.getInt(bytes.position()) != CENTRAL_HEADER) {
                throw place.damaged("the zip directory ends after " + i + " of " + count + " members");
            }
            ByteBuffer fixed = bytes.slice(bytes.position(), CENTRAL_BYTES).order(bytes.order());
            bytes.position(bytes.position() + CENTRAL_BYTES);
            int nameBytes = Short.toUnsignedInt(fixed.getShort(28));
            int extraBytes = Short.toUnsignedInt(fixed.getShort(30));
            int commentBytes = Short.toUnsignedInt(fixed.getShort(32));
            if (bytes.remaining() < nameBytes + extraBytes + commentBytes) {
                throw place.damaged("the zip directory ends inside member " + i + " of " + count);
            }
            int flags = Short.toUnsignedInt(fixed.getShort(8));
            String name = name(bytes.slice(bytes.position(), nameBytes), flags);
            ByteBuffer extra = bytes.slice(bytes.position() + nameBytes, extraBytes).order(bytes.order());
            bytes.position(bytes.position() + nameBytes + extraBytes + commentBytes);
            if (entries.put(name, entry(name, flags, fixed, extra)) != null) {
                throw place.tensor(name).damaged("occurs twice in the zip directory");
            }
        }
        if (bytes.hasRemaining()) {
            throw place.damaged("the zip directory has " + bytes.remaining() + " bytes behind its " + count
                    + " members");
        }
    }

    private String name(ByteBuffer bytes, int flags) throws CheckpointException {
        String name;
        try {
            name = ((flags & UTF8) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII)
                    .newDecoder()
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw place.damaged("a member's name is neither ASCII nor declared UTF-8");
        }
        String problem = TensorNames.problem(name);
        if (problem != null) {
            throw place.damaged(problem);
        }
        return name;
    }

    private Entry entry(String name, int flags, ByteBuffer fixed, ByteBuffer extra) throws CheckpointException {
        Place here = place.tensor(name);
        int method = Short.toUnsignedInt(fixed.getShort(10));
        if ((flags & ENCRYPTED) != 0 || method != STORED && method != DEFLATED) {
            throw here.error("is encrypted or compressed by method " + method + ", expected stored (0) or deflated (8)",
                    "pack it again without encryption, stored or deflated");
        }
        long packed = Integer.toUnsignedLong(fixed.getInt(20));
        long size = Integer.toUnsignedLong(fixed.getInt(24));
        long header = Integer.toUnsignedLong(fixed.getInt(42));
        int part = Short.toUnsignedInt(fixed.getShort(34));
        ByteBuffer large = zip64(extra, here);
        // The zip64 field lists those of the four values that are saturated in the record itself, in this order.
        size = size == 0xffffffffL ? next(large, here) : size;
        packed = packed == 0xffffffffL ? next(large, here) : packed;
        header = header == 0xffffffffL ? next(large, here) : header;
        part = part == 0xffff && large.remaining() >= 4 ? large.getInt() : part;
        if (part != 0) {
            throw here.error("lies in part " + Integer.toUnsignedString(part) + " of a zip archive in several parts",
                    "join the parts");
        }
        if (size < 0 || packed < 0 || header < 0 || packed > file.size() || header > file.size() - LOCAL_BYTES) {
            throw here.damaged("claims " + packed + " bytes at byte " + header + " of a file of " + file.size());
        }
        if (method == STORED && size != packed) {
            throw here.damaged("is stored, but claims " + packed + " bytes for a content of " + size);
        }
        return new Entry(name, method, fixed.getInt(16), packed, size, header, 0);
    }

    private static ByteBuffer zip64(ByteBuffer extra, Place here) throws CheckpointException {
        while (extra.remaining() >= 4) {
            int id = extra.getShort();
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                throw here.damaged("has an extra field that is cut short");
            }
            if (id == 1) {
                return extra.slice(extra.position(), length).order(extra.order());
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static long next(ByteBuffer zip64, Place here) throws CheckpointException {
        if (zip64.remaining() < 8) {
            throw here.damaged("lacks its zip64 sizes");
        }
        return zip64.getLong();
    }

    private void checkExpansion() throws CheckpointException {
        long budget = Math.max(MAX_TRUSTED_BYTES, MAX_EXPANSION * file.size());
        for (Entry entry : entries.values()) {
            if (entry.size() > budget) {
                throw place.tensor(entry.name()).error("claims " + entry.size() + " bytes, with which this file of "
                        + file.size() + " bytes would inflate to more than " + MAX_EXPANSION + " times its size",
                        "if it is yours, pack it again uncompressed");
            }
            budget -= entry.size();
        }
    }

    /** Sets for each member the position where the next part of the file starts. */
    private void setLimits(long directory) {
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(Entry::header).reversed());
        long next = directory;
        for (Entry entry : sorted) {
            entries.put(entry.name(), entry.before(next));
            next = entry.header();
        }
    }
}
