package org.almt.data.pickle;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The element type of a NumPy array: {@code <f4}, {@code <U12}, {@code |O}. */
public final class NumpyType implements PickleValue {
    private final char kind;
    private final int itemSize;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean structured;

    private NumpyType(char kind, int itemSize) {
        this.kind = kind;
        this.itemSize = itemSize;
    }

    /**
     * Reads NumPy's short form ({@code f8}, {@code U12}, {@code O8}, optionally with a byte order); null if it is not
     * valid.
     */
    static @Nullable NumpyType parse(String text) {
        int at = 0;
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        if (!text.isEmpty() && "<>|=".indexOf(text.charAt(0)) >= 0) {
            order = text.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : order;
            at = 1;
        }
        if (at >= text.length() || text.length() > at + 10 || "?biufcSUOVMm".indexOf(text.charAt(at)) < 0) {
            return null;
        }
        char kind = text.charAt(at) == '?' ? 'b' : text.charAt(at);
        long size = 0;
        for (int i = at + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            size = size * 10 + digit;
        }
        if (at + 1 == text.length()) {
            size = kind == 'b' ? 1 : kind == 'O' ? 8 : 0;
        }
        long bytes = kind == 'U' ? 4 * size : size;
        if (bytes > Integer.MAX_VALUE) {
            return null;
        }
        NumpyType type = new NumpyType(kind, (int) bytes);
        type.order = order;
        return type;
    }

    /**
     * Sets the properties that the pickle gives after construction: the byte order, and whether elements have fields.
     */
    void build(ByteOrder byteOrder, boolean hasFields) {
        order = byteOrder;
        structured = hasFields;
    }

    /**
     * NumPy's kind letter.
     *
     * @return {@code b} bool, {@code i} and {@code u} integers, {@code f} floats, {@code U} and {@code S} text,
     *         {@code O} objects; others cannot be read
     */
    public char code() {
        return kind;
    }

    /**
     * The size of an element.
     *
     * @return the bytes
     */
    public int itemSize() {
        return itemSize;
    }

    /**
     * The byte order of the elements.
     *
     * @return the order
     */
    public ByteOrder order() {
        return order;
    }

    /**
     * Whether elements are real numbers that can be converted to float32.
     *
     * @return true for bool, integers of 1 to 8 bytes and floats of 2, 4 or 8
     */
    public boolean isNumeric() {
        return !structured && switch (kind) {
            case 'b' -> itemSize == 1;
            case 'i', 'u' -> itemSize == 1 || itemSize == 2 || itemSize == 4 || itemSize == 8;
            case 'f' -> itemSize == 2 || itemSize == 4 || itemSize == 8;
            default -> false;
        };
    }

    /**
     * Whether elements are fixed-width text.
     *
     * @return true for {@code U} and {@code S}
     */
    public boolean isText() {
        return !structured && (kind == 'U' || kind == 'S');
    }

    /**
     * Whether elements are Python objects, which the pickle lists one by one.
     *
     * @return true for {@code O}
     */
    public boolean isObject() {
        return kind == 'O';
    }

    @Override
    public String kind() {
        return "dtype " + this;
    }

    /** NumPy's long name if there is one: {@code float32}, {@code int64}, {@code U12}, {@code object}. */
    @Override
    public String toString() {
        String name = switch (kind) {
            case 'b' -> "bool";
            case 'i' -> "int" + 8 * itemSize;
            case 'u' -> "uint" + 8 * itemSize;
            case 'f' -> "float" + 8 * itemSize;
            case 'c' -> "complex" + 8 * itemSize;
            case 'U' -> "U" + itemSize / 4;
            case 'O' -> "object";
            default -> kind + "" + itemSize;
        };
        return (structured ? "structured " : "") + name
                + (order == ByteOrder.BIG_ENDIAN && itemSize > 1 && kind != 'S' ? " (big-endian)" : "");
    }
}
