package org.almt.data.column;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Buffers that all conversions of one pass share. A piece of a file has at most 64 KiB, so at most 65,536 elements. */
public final class ConversionBuffers {
    public static final int CELLS = 1 << 16;

    final float[] floats = new float[CELLS];
    final int[] ints = new int[CELLS];
    final ByteBuffer bytes = ByteBuffer.allocate(4 * CELLS).order(ByteOrder.LITTLE_ENDIAN);

    /** The first {@code count} floats as cells. */
    ByteBuffer floatCells(int count) {
        bytes.clear();
        bytes.asFloatBuffer().put(floats, 0, count);
        return bytes.limit(4 * count);
    }

    /** The first {@code count} integers as cells. */
    ByteBuffer intCells(int count) {
        bytes.clear();
        bytes.asIntBuffer().put(ints, 0, count);
        return bytes.limit(4 * count);
    }
}
