package org.almt.nn.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes numbers to a stream, little-endian, bit for bit, in pieces of 64 KiB. */
final class ElementWriter {
    private static final int PIECE = 1 << 16;

    private final OutputStream out;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);

    ElementWriter(OutputStream out) {
        this.out = out;
    }

    void floats(float[] values, int from, int count) throws IOException {
        int most = PIECE / Float.BYTES;
        for (int done = 0; done < count; done += most) {
            int n = Math.min(most, count - done);
            piece.asFloatBuffer().put(values, from + done, n);
            out.write(piece.array(), 0, n * Float.BYTES);
        }
    }

    void doubles(double[] values) throws IOException {
        int most = PIECE / Double.BYTES;
        for (int done = 0; done < values.length; done += most) {
            int n = Math.min(most, values.length - done);
            piece.asDoubleBuffer().put(values, done, n);
            out.write(piece.array(), 0, n * Double.BYTES);
        }
    }

    void longs(long[] values) throws IOException {
        int most = PIECE / Long.BYTES;
        for (int done = 0; done < values.length; done += most) {
            int n = Math.min(most, values.length - done);
            piece.asLongBuffer().put(values, done, n);
            out.write(piece.array(), 0, n * Long.BYTES);
        }
    }
}
