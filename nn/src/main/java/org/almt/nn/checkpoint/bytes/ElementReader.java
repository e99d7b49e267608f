package org.almt.nn.checkpoint.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;

/**
 * Reads the elements of one tensor from a stream, in pieces of at most 64 KiB, into an array of the caller. A value
 * that the requested type cannot represent is an error: integers must convert exactly, and a finite double must not
 * become infinite. Other floats round to nearest. NaN and infinities are accepted.
 */
public final class ElementReader {
    private static final int PIECE = 1 << 16;

    private final InputStream in;
    private final DType dtype;
    private final Place place;
    private final ByteOrder order;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    /** For elements of one type, from the current position of the stream on. Errors name {@code place}. */
    public ElementReader(InputStream in, DType dtype, ByteOrder order, Place place) {
        this.in = in;
        this.dtype = dtype;
        this.place = place;
        this.order = order;
    }

    /** Reads the next {@code count} elements as floats. */
    public void floats(float[] target, int at, int count) throws CheckpointException {
        for (int done = 0; done < count;) {
            int n = next(count - done);
            if (dtype == DType.F32) {
                piece.asFloatBuffer().get(target, at + done, n);
            } else {
                for (int i = 0; i < n; i++) {
                    target[at + done + i] = dtype.isFloat()
                            ? narrow(floating(i), done + i, place)
                            : exact(integer(i, done + i), done + i, place);
                }
            }
            done += n;
        }
    }

    /** Reads the next {@code count} elements of a floating-point type as doubles. */
    public void doubles(double[] target, int count) throws CheckpointException {
        for (int done = 0; done < count;) {
            int n = next(count - done);
            for (int i = 0; i < n; i++) {
                target[done + i] = floating(i);
            }
            done += n;
        }
    }

    /** Reads the next {@code count} elements of an integer type. */
    public void longs(long[] target, int at, int count) throws CheckpointException {
        if (dtype.isFloat()) {
            throw place.error("holds " + dtype + " numbers, expected integers", "read it as floats");
        }
        for (int done = 0; done < count;) {
            int n = next(count - done);
            for (int i = 0; i < n; i++) {
                target[at + done + i] = integer(i, done + i);
            }
            done += n;
        }
    }

    /** Fills the piece with as many elements as it can hold, at most {@code wanted}. Returns their number. */
    private int next(int wanted) throws CheckpointException {
        int n = Math.min(wanted, PIECE / dtype.bytes());
        if (piece.capacity() < n * dtype.bytes()) {
            piece = ByteBuffer.allocate(n * dtype.bytes()).order(order);
        }
        fill(in, piece.array(), n * dtype.bytes(), place);
        piece.clear().limit(n * dtype.bytes());
        return n;
    }

    /** Reads exactly {@code count} bytes. */
    public static void fill(InputStream in, byte[] target, int count, Place place) throws CheckpointException {
        int read;
        try {
            read = in.readNBytes(target, 0, count);
        } catch (IOException cause) {
            throw place.failed("reading", cause);
        }
        if (read < count) {
            throw place.damaged("the data end " + (count - read) + " bytes early");
        }
    }

    private double floating(int i) {
        return switch (dtype) {
            case F64 -> piece.getDouble(i * 8);
            case F32 -> piece.getFloat(i * 4);
            case F16 -> HalfFloat.toFloat(piece.getShort(i * 2));
            case BF16 -> Float.intBitsToFloat(piece.getShort(i * 2) << 16);
            default -> throw new AssertionError(dtype);
        };
    }

    private long integer(int i, int index) throws CheckpointException {
        return switch (dtype) {
            case I64 -> piece.getLong(i * 8);
            case I32 -> piece.getInt(i * 4);
            case I16 -> piece.getShort(i * 2);
            case I8 -> piece.get(i);
            case U64 -> within(piece.getLong(i * 8), 0, Long.MAX_VALUE, index);
            case U32 -> Integer.toUnsignedLong(piece.getInt(i * 4));
            case U16 -> Short.toUnsignedInt(piece.getShort(i * 2));
            case U8 -> Byte.toUnsignedInt(piece.get(i));
            case BOOL -> within(piece.get(i), 0, 1, index);
            default -> throw new AssertionError(dtype);
        };
    }

    private long within(long value, long least, long most, int index) throws CheckpointException {
        if (value < least || value > most) {
            String found = dtype == DType.U64 ? Long.toUnsignedString(value) : Long.toString(value & 0xff);
            throw place.error("element " + index + " is " + found + ", expected at most " + most + " in a " + dtype
                    + " tensor", "store it in another type");
        }
        return value;
    }

    /** Rounds to float. Only a finite value beyond the range of float is an error. */
    public static float narrow(double value, int index, Place place) throws CheckpointException {
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw place.error("element " + index + " is " + value + ", beyond the range of a 32-bit float",
                    "scale it, or read it as doubles");
        }
        return rounded;
    }

    /** The float that is equal to an integer. An error if there is none. */
    public static float exact(long value, int index, Place place) throws CheckpointException {
        float rounded = value;
        // The float 2^63 is converted back to Long.MAX_VALUE, which would seem to be equal.
        if ((long) rounded != value || rounded == 0x1p63f) {
            throw place.error("element " + index + " is " + value + ", which no 32-bit float equals",
                    "read it as integers");
        }
        return rounded;
    }
}
