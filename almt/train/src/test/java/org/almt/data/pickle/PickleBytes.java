package org.almt.data.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes pickles for tests, as Python would, opcode by opcode where a test wants what Python never writes. */
public final class PickleBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins a pickle of protocol 4. */
    public PickleBytes() {
        raw(0x80, 4);
    }

    /** Adds bytes; each character gives its code. */
    public PickleBytes raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    public PickleBytes ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public PickleBytes i4(long value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
        return this;
    }

    public PickleBytes i8(long value) {
        out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
        return this;
    }

    public PickleBytes global(String module, String name) {
        return raw('c').ascii(module + "\n" + name + "\n");
    }

    public PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        raw('X').i4(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    public PickleBytes bytes(byte[] bytes) {
        raw('B').i4(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    public PickleBytes dtype(String type) {
        return global("numpy", "dtype").text(type).raw(0x89, 0x88, 0x87, 'R');
    }

    /** An array as protocol 5 writes it. */
    public PickleBytes array(String type, byte[] bytes, char order, int... shape) {
        global("numpy._core.numeric", "_frombuffer").raw('(').bytes(bytes).dtype(type).raw('(');
        for (int size : shape) {
            raw('J').i4(size);
        }
        return raw('t').text(String.valueOf(order)).raw('t', 'R');
    }

    public PickleBytes floats(float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return array("f4", bytes.array(), 'C', shape);
    }

    /** None, strings, integers, doubles, lists, maps with string keys, {@link Floats}. */
    public PickleBytes value(Object value) {
        switch (value) {
            case null -> raw('N');
            case String text -> text(text);
            case Integer number -> raw('J').i4(number);
            case Double number -> raw('G').i8(Long.reverseBytes(Double.doubleToRawLongBits(number)));
            case List<?> list -> {
                raw(']', '(');
                list.forEach(this::value);
                raw('e');
            }
            case Map<?, ?> map -> {
                raw('}', '(');
                map.forEach((key, item) -> value(key).value(item));
                raw('u');
            }
            case Floats floats -> floats(floats.values(), floats.shape());
            default -> throw new IllegalArgumentException(value.getClass().toString());
        }
        return this;
    }

    public byte[] stop() {
        return raw('.').out.toByteArray();
    }

    /** A float32 array in C order. */
    public record Floats(float[] values, int... shape) {}
}
