package org.almt.nn.checkpoint.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.almt.nn.checkpoint.CheckpointException;

/**
 * The fields of one message in Protocol Buffers' wire format, one after another. A reader interprets only the fields
 * that it requests. Other fields are skipped, whatever their size.
 *
 * <pre>
 *   field = varint(number · 8 + type), then
 *   type 0: varint | 1: 8 bytes | 2: varint(n), n bytes | 5: 4 bytes
 *   varint = 7 bits a byte, low ones first, the top bit set on all but the last byte; at most 10 bytes
 * </pre>
 */
public final class WireReader {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;

    private static final int MAX_VARINT_BYTES = 10;

    private final ByteWindow bytes;
    private final long end;
    private final Place place;

    private long next;
    private int field;
    private int type;
    private long value;
    private long valueEnd;

    /** The message in the bytes {@code [from, to)}. These bytes must exist. */
    public WireReader(ByteWindow bytes, long from, long to, Place place) {
        this.bytes = bytes;
        this.next = from;
        this.end = to;
        this.place = place;
    }

    /** Goes to the next field. False at the end of the message. */
    public boolean next() throws CheckpointException {
        if (next == end) {
            return false;
        }
        long key = varint();
        field = (int) (key >>> 3);
        type = (int) (key & 7);
        if (key >>> 32 != 0 || field == 0) {
            throw damaged("has the field number " + Long.toUnsignedString(key >>> 3));
        }
        switch (type) {
            case VARINT -> value = varint();
            case FIXED64 -> value = take(8);
            case FIXED32 -> value = take(4);
            case BYTES -> {
                long length = varint();
                value = take(length);
            }
            default -> throw damaged("has the wire type " + type + " in field " + field);
        }
        valueEnd = next;
        return true;
    }

    /** Number of the current field. */
    public int field() {
        return field;
    }

    /** Whether the current field is bytes: text, a message, or packed numbers. */
    public boolean isBytes() {
        return type == BYTES;
    }

    /** The value of the current field, of type varint. */
    public long number() throws CheckpointException {
        return expect(VARINT);
    }

    /** The value of the current field, of four bytes. */
    public int fixed32() throws CheckpointException {
        long from = expect(FIXED32);
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            bits |= bytes.at(from + i) << 8 * i;
        }
        return bits;
    }

    /** The position where the bytes of the current field start. */
    public long start() throws CheckpointException {
        return expect(BYTES);
    }

    /** The position where the bytes of the current field end. */
    public long end() {
        return valueEnd;
    }

    /** The current field as a message. */
    public WireReader message() throws CheckpointException {
        return new WireReader(bytes, start(), valueEnd, place);
    }

    /** The current field as text of at most {@link TensorNames#MAX_LENGTH} bytes. */
    public String text() throws CheckpointException {
        long from = start();
        if (valueEnd - from > TensorNames.MAX_LENGTH) {
            throw place.error("holds a name of " + (valueEnd - from) + " bytes at byte " + from + ", expected at most "
                    + TensorNames.MAX_LENGTH, "check that the file is of the expected kind");
        }
        byte[] text = new byte[(int) (valueEnd - from)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) bytes.at(from + i);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException malformed) {
            throw damaged("a name is not valid UTF-8");
        }
    }

    /** Adds the current field, one integer or several packed ones, to a list of at most {@code most}. */
    public void integers(List<Long> list, int most) throws CheckpointException {
        if (type == VARINT) {
            list.add(value);
        } else {
            WireReader packed = message();
            while (packed.next < packed.end && list.size() <= most) {
                list.add(packed.varint());
            }
        }
        if (list.size() > most) {
            throw place.error("has more than " + most + " integers before byte " + next + ", the most accepted",
                    "check that the file is of the expected kind");
        }
    }

    /** The bytes of the current field, at most {@code most}. */
    public byte[] copy(int most) throws CheckpointException {
        long from = start();
        if (valueEnd - from > most) {
            throw damaged("has " + (valueEnd - from) + " bytes, expected at most " + most);
        }
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        for (long at = from; at < valueEnd; at++) {
            copy.write(bytes.at(at));
        }
        return copy.toByteArray();
    }

    private long expect(int wanted) throws CheckpointException {
        if (type != wanted) {
            throw damaged("field " + field + " has the wire type " + type + ", expected " + wanted);
        }
        return value;
    }

    private long varint() throws CheckpointException {
        long result = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            if (next == end) {
                throw damaged("a number is cut short");
            }
            int part = bytes.at(next++);
            result |= (long) (part & 0x7f) << 7 * i;
            if (part < 0x80) {
                return result;
            }
        }
        throw damaged("a number has more than " + MAX_VARINT_BYTES + " bytes");
    }

    private long take(long length) throws CheckpointException {
        if (length < 0 || length > end - next) {
            throw damaged("field " + field + " claims " + Long.toUnsignedString(length) + " bytes, but "
                    + (end - next) + " are left of its message");
        }
        long from = next;
        next += length;
        return from;
    }

    private CheckpointException damaged(String problem) {
        return place.damaged(problem + " (before byte " + next + ")");
    }
}
