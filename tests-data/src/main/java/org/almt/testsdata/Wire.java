package org.almt.testsdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message in Protocol Buffers' wire format, field by field. */
public final class Wire {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An empty message. */
    public Wire() {}

    /** A varint, without a field. */
    public Wire raw(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A field of an integer. */
    public Wire number(int field, long value) {
        return raw(field * 8L).raw(value);
    }

    /** A field of four bytes. */
    public Wire fixed32(int field, int bits) {
        raw(field * 8L + 5);
        for (int i = 0; i < 4; i++) {
            out.write(bits >>> 8 * i);
        }
        return this;
    }

    /** A field of bytes. */
    public Wire bytes(int field, byte[] bytes) {
        raw(field * 8L + 2).raw(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** A field of text. */
    public Wire text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A field that is a message. */
    public Wire message(int field, Wire message) {
        return bytes(field, message.toBytes());
    }

    /** What was written. */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
