package org.almt.nn.checkpoint.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes elements to a stream, little-endian, bit for bit, in pieces of 64 KiB. */
public final class ElementWriter {
    private static final int PIECE = 1 << 16;

    private final OutputStream out;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);

    /** Writes to the end of a stream. */
    public ElementWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes elements of an array as F32. */
    public void floats(float[] values, int from, int count) throws IOException {
        int most = PIECE / Float.BYTES;
        for (int done = 0; done < count; done += most) {
            int n = Math.min(most, count - done);
            piece.asFloatBuffer().put(values, from + done, n);
            out.write(piece.array(), 0, n * Float.BYTES);
        }
    }

    /** Writes an array as F64. */
    public void doubles(double[] values) throws IOException {
        int most = PIECE / Double.BYTES;
        for (int done = 0; done < values.length; done += most) {
            int n = Math.min(most, values.length - done);
            piece.asDoubleBuffer().put(values, done, n);
            out.write(piece.array(), 0, n * Double.BYTES);
        }
    }

    /** Writes an array as I64. */
    public void longs(long[] values) throws IOException {
        int most = PIECE / Long.BYTES;
        for (int done = 0; done < values.length; done += most) {
            int n = Math.min(most, values.length - done);
            piece.asLongBuffer().put(values, done, n);
            out.write(piece.array(), 0, n * Long.BYTES);
        }
    }
}
