package org.almt.nn.checkpoint.tensorflow;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorNames;

/**
 * A table in LevelDB's format, uncompressed. TensorFlow stores the index of a checkpoint in it.
 *
 * <pre>
 *   blocks | filter index | index block | footer of 48 bytes: two handles, padding, magic number
 *   handle  = varint offset, varint size
 *   block   = entries, u32 restart positions, u32 their number; then a byte of compression and a u32 checksum
 *   entry   = varint bytes shared with the key before, varint further bytes, varint bytes of value; key's rest, value
 * </pre>
 *
 * <p>The values of the index block are the handles of the blocks. Keys are strictly ascending over the whole table.
 */
final class SortedTable {
    /** The most accepted entries. */
    static final int MAX_ENTRIES = 100_000;

    /** The largest accepted file. The index of bert-base has 8.5 kB. */
    static final int MAX_FILE_BYTES = 64 << 20;

    private static final int FOOTER = 48;
    private static final int TRAILER = 5;
    private static final long MAGIC = 0xdb4775248b80fb57L;

    private final Place place;
    private final ByteBuffer file;

    private SortedTable(ByteBuffer file, Place place) {
        this.file = file;
        this.place = place;
    }

    /** All entries in their order, by key. */
    static Map<String, byte[]> read(FileRegion file) throws CheckpointException {
        Place place = file.place();
        if (file.size() < FOOTER || file.read(file.size() - 8, 8).getLong() != MAGIC) {
            throw place.damaged("does not end as the index of a TensorFlow checkpoint does");
        }
        if (file.size() > MAX_FILE_BYTES) {
            throw place.error("has " + file.size() + " bytes, expected at most " + MAX_FILE_BYTES,
                    "check that it is the index of a checkpoint");
        }
        return new SortedTable(file.read(0, (int) file.size()), place).entries();
    }

    /**
     * A checksum as it is stored: rotated and shifted by a constant. The checksum of data that contain checksums thus
     * stays good.
     */
    static int masked(int checksum) {
        return Integer.rotateRight(checksum, 15) + 0xa282ead8;
    }

    private Map<String, byte[]> entries() throws CheckpointException {
        ByteBuffer footer = slice(file.limit() - FOOTER, FOOTER - 8);
        varint(footer);
        varint(footer);
        ByteBuffer index = block(footer);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Cursor blocks = new Cursor(index);
        byte[] last = null;
        int end = 0;
        while (blocks.next()) {
            // Writers put one block after another. A block that is named many times would be read equally often.
            ByteBuffer handle = blocks.value.duplicate();
            int start = varint(handle);
            int size = varint(handle);
            if (start < end) {
                throw place.damaged("its block at byte " + start + " begins before the end of the one before it, byte "
                        + end);
            }
            Cursor cursor = new Cursor(block(blocks.value));
            end = start + size + TRAILER;
            while (cursor.next()) {
                if (last != null && Arrays.compareUnsigned(last, cursor.key) >= 0) {
                    throw place.damaged("its keys are not in order");
                }
                last = cursor.key;
                byte[] value = new byte[cursor.value.remaining()];
                cursor.value.get(value);
                entries.put(text(cursor.key), value);
                if (entries.size() > MAX_ENTRIES) {
                    throw place.error("holds more than " + MAX_ENTRIES + " entries, the most accepted",
                            "split the checkpoint");
                }
            }
        }
        return entries;
    }

    private String text(byte[] key) throws CheckpointException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException malformed) {
            throw place.damaged("a name is not valid UTF-8");
        }
    }

    /** The block at a handle, without its restart positions. Its checksum is compared. */
    private ByteBuffer block(ByteBuffer handle) throws CheckpointException {
        int offset = varint(handle);
        int size = varint(handle);
        if (size < 4 || offset > file.limit() - FOOTER || size > file.limit() - FOOTER - TRAILER - offset) {
            throw place.damaged("claims a block of " + size + " bytes at byte " + offset + " of " + file.limit());
        }
        ByteBuffer trailer = slice(offset + size, TRAILER);
        int compression = trailer.get();
        CRC32C crc = new CRC32C();
        crc.update(slice(offset, size + 1));
        if (masked((int) crc.getValue()) != trailer.getInt()) {
            throw place.damaged("the checksum of the block at byte " + offset + " is wrong");
        }
        if (compression != 0) {
            throw place.error("its block at byte " + offset + " is compressed by method " + compression
                    + ", expected none", "save the checkpoint again without compression of its index");
        }
        int restarts = slice(offset + size - 4, 4).getInt();
        if (restarts < 0 || restarts > (size - 4) / 4) {
            throw place.damaged("claims " + Integer.toUnsignedString(restarts) + " restarts in a block of " + size
                    + " bytes");
        }
        return slice(offset, size - 4 - 4 * restarts);
    }

    private ByteBuffer slice(int from, int count) {
        return file.slice(from, count).order(file.order());
    }

    /** A number from 0 on that fits an int. */
    private int varint(ByteBuffer bytes) throws CheckpointException {
        long result = 0;
        for (int shift = 0; shift < 35 && bytes.hasRemaining(); shift += 7) {
            int part = bytes.get();
            result |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                if (result > Integer.MAX_VALUE) {
                    break;
                }
                return (int) result;
            }
        }
        throw place.damaged("a number is cut short or too large");
    }

    /** Goes through the entries of a block. */
    private final class Cursor {
        private final ByteBuffer block;
        private byte[] key = new byte[0];
        private ByteBuffer value = ByteBuffer.allocate(0);

        Cursor(ByteBuffer block) {
            this.block = block;
        }

        boolean next() throws CheckpointException {
            if (!block.hasRemaining()) {
                return false;
            }
            int shared = varint(block);
            int further = varint(block);
            int bytes = varint(block);
            if (shared > key.length || shared + (long) further > TensorNames.MAX_LENGTH
                    || further + (long) bytes > block.remaining()) {
                throw place.damaged("an entry claims " + shared + " + " + further + " bytes of key and " + bytes
                        + " of value, more than there are or than " + TensorNames.MAX_LENGTH + " of key");
            }
            byte[] whole = Arrays.copyOf(key, shared + further);
            block.get(whole, shared, further);
            key = whole;
            value = block.slice(block.position(), bytes).order(block.order());
            block.position(block.position() + bytes);
            return true;
        }
    }
}
