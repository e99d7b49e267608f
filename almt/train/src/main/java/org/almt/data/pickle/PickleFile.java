package org.almt.data.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.almt.io.Sha256;

/**
 * A pickle on disk, plain or gzipped. Its structure is in memory; its arrays are in the file until {@link #stream}
 * reads them.
 */
public final class PickleFile {
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final long size;
    private final FileTime modified;
    private final boolean gzipped;
    @SuppressWarnings("NullAway.Init") // by open(), from the machine
    private PickleValue root;
    private int protocol;

    private PickleFile(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new PickleException(path + " is not a regular file; a pickle is read twice, so it cannot come from a "
                    + "pipe or a folder");
        }
        this.path = path;
        this.size = attributes.size();
        this.modified = attributes.lastModifiedTime();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] magic = in.readNBytes(2);
            this.gzipped = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
        }
    }

    /**
     * Reads the structure of a pickle. Arrays are skipped; in a plain file their bytes are not read at all.
     *
     * @param path the file
     *
     * @return the file with its structure
     *
     * @throws PickleException if it is not a pickle of protocol 2 to 5, is damaged, or contains other objects than
     *         NumPy arrays
     *
     * @throws IOException if it cannot be read
     */
    public static PickleFile open(Path path) throws IOException {
        PickleFile file = new PickleFile(path);
        OtherFiles.refuse(path);
        try (PickleInput in = file.unpacked(Files.newInputStream(path), file.gzipped ? -1 : file.size)) {
            PickleMachine machine = new PickleMachine(in, new Budget(Budget.DEFAULT));
            file.root = machine.run();
            file.protocol = machine.protocol();
        }
        return file;
    }

    private PickleInput unpacked(InputStream raw, long plainSize) throws IOException {
        try {
            return new PickleInput(gzipped ? new GZIPInputStream(raw, CHUNK) : raw, path.getFileName().toString(),
                    plainSize, gzipped ? mostBytes() : Long.MAX_VALUE);
        } catch (ZipException | java.io.EOFException e) {
            raw.close();
            throw new PickleException(path.getFileName() + " begins like a gzip file but is not one");
        }
    }

    /** The most bytes that the contents of this file may take after unpacking, in memory or in a cache. */
    public long mostBytes() {
        return Math.max(PickleInput.MAX_TRUSTED_BYTES, PickleInput.MAX_EXPANSION * size);
    }

    /**
     * The path of the file.
     *
     * @return the path as given
     */
    public Path path() {
        return path;
    }

    /**
     * The size on disk.
     *
     * @return the bytes
     */
    public long size() {
        return size;
    }

    /**
     * The time of the last change.
     *
     * @return the time from the file system
     */
    public FileTime modified() {
        return modified;
    }

    /**
     * Whether it is compressed.
     *
     * @return true for gzip
     */
    public boolean isGzipped() {
        return gzipped;
    }

    /**
     * The pickle protocol that the file declares.
     *
     * @return 2 to 5
     */
    public int protocol() {
        return protocol;
    }

    /**
     * The value of the pickle.
     *
     * @return the structure
     */
    public PickleValue root() {
        return root;
    }

    /**
     * Reads the whole file once and gives each sink its bytes. Bytes that several arrays share are given to each of
     * them.
     *
     * @param reads the requests, in any order
     *
     * @return the SHA-256 of the file on disk, 64 lower-case hexadecimal digits
     *
     * @throws IOException if the file cannot be read, has changed since it was opened, or a sink refuses its bytes
     */
    public String stream(List<PayloadRead> reads) throws IOException {
        checkUnchanged();
        MessageDigest digest = Sha256.digest();
        List<PayloadRead> ordered = reads.stream()
                .sorted(Comparator.comparingLong((PayloadRead read) -> read.payload().offset())).toList();
        DigestInputStream raw = new DigestInputStream(Files.newInputStream(path), digest);
        try (PickleInput in = unpacked(raw, -1)) {
            byte[] chunk = new byte[CHUNK];
            int next = 0;
            while (next < ordered.size()) {
                Payload payload = ordered.get(next).payload();
                int end = next + 1;
                while (end < ordered.size() && ordered.get(end).payload().offset() == payload.offset()) {
                    end++;
                }
                if (payload.length() > 0) {
                    long gap = payload.offset() - in.offset();
                    if (gap < 0) {
                        throw in.error("the bytes of two arrays overlap");
                    }
                    in.skip(gap);
                    deliver(in, payload, ordered.subList(next, end), chunk);
                }
                next = end;
            }
            while (raw.read(chunk) >= 0) {
                // the digest needs also the bytes that no array requested
            }
        }
        checkUnchanged();
        return Sha256.text(digest);
    }

    private static void deliver(PickleInput in, Payload payload, List<PayloadRead> reads, byte[] chunk)
            throws IOException {
        for (long left = payload.length(); left > 0;) {
            int count = (int) Math.min(left, chunk.length);
            if (payload.latin1()) {
                for (int i = 0; i < count; i++) {
                    chunk[i] = latin1(in);
                }
            } else {
                in.read(chunk, 0, count);
            }
            for (PayloadRead read : reads) {
                read.sink().accept(chunk, count);
            }
            left -= count;
        }
    }

    /**
     * Reads a byte stored as a character. Below 0x80 it is the byte itself; otherwise two bytes: C2 or C3, and a
     * continuation.
     */
    private static byte latin1(PickleInput in) throws IOException {
        int lead = in.u1();
        if (lead < 0x80) {
            return (byte) lead;
        }
        int follow = in.u1();
        if (lead != 0xc2 && lead != 0xc3 || (follow & 0xc0) != 0x80) {
            throw in.error("text that should hold the bytes of an array holds other characters");
        }
        return (byte) (lead << 6 | follow & 0x3f);
    }

    private void checkUnchanged() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
            throw new PickleException(path + " changed while it was being read; try again when it is complete");
        }
    }
}
