package org.almt.data.column;

import java.nio.ByteBuffer;
import org.almt.data.pickle.NumpyType;

/** Converts NumPy's elements to float32 or int32. A float64 becomes the nearest float32. */
public final class NumpyNumbers {
    /** Marks a value that is not a whole number of 32 bits. No id or length is this low. */
    static final int NO_INT = Integer.MIN_VALUE;

    private NumpyNumbers() {}

    /** Decodes {@code count} elements to floats. */
    public static void toFloats(NumpyType type, ByteBuffer from, float[] to, int count) {
        switch (type.code() + "" + type.itemSize()) {
            case "f4" -> from.asFloatBuffer().get(to, 0, count);
            case "f8" -> {
                for (int i = 0; i < count; i++) {
                    to[i] = (float) from.getDouble();
                }
            }
            case "f2" -> {
                for (int i = 0; i < count; i++) {
                    to[i] = Float.float16ToFloat(from.getShort());
                }
            }
            case "u8" -> {
                for (int i = 0; i < count; i++) {
                    long value = from.getLong();
                    to[i] = value >= 0 ? (float) value : (float) ((value >>> 1 | value & 1)) * 2; // sticky last bit
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    to[i] = (float) whole(type, from);
                }
            }
        }
    }

    /** Decodes {@code count} elements to integers. An element that cannot be represented becomes {@link #NO_INT}. */
    static void toInts(NumpyType type, ByteBuffer from, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = switch (type.code()) {
                case 'f' -> toInt(switch (type.itemSize()) {
                    case 2 -> Float.float16ToFloat(from.getShort());
                    case 4 -> from.getFloat();
                    default -> from.getDouble();
                });
                default -> toInt(whole(type, from));
            };
        }
    }

    static int toInt(double value) {
        return value == (int) value ? (int) value : NO_INT;
    }

    /**
     * Converts to 32 bits. An unsigned 64-bit value that is too large arrives here negative, so it is out of range too.
     */
    static int toInt(long value) {
        return value == (int) value ? (int) value : NO_INT;
    }

    private static long whole(NumpyType type, ByteBuffer from) {
        boolean unsigned = type.code() == 'u' || type.code() == 'b';
        return switch (type.itemSize()) {
            case 1 -> unsigned ? from.get() & 0xff : from.get();
            case 2 -> unsigned ? from.getShort() & 0xffff : from.getShort();
            case 4 -> unsigned ? from.getInt() & 0xffffffffL : from.getInt();
            default -> from.getLong();
        };
    }

    /** One integer of 1 to 8 bytes. */
    static long toLong(NumpyType type, ByteBuffer bytes) {
        boolean unsigned = type.code() == 'u';
        return switch (type.itemSize()) {
            case 1 -> unsigned ? bytes.get(0) & 0xff : bytes.get(0);
            case 2 -> unsigned ? bytes.getShort(0) & 0xffff : bytes.getShort(0);
            case 4 -> unsigned ? bytes.getInt(0) & 0xffffffffL : bytes.getInt(0);
            default -> bytes.getLong(0);
        };
    }
}
