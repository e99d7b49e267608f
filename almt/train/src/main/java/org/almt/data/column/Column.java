package org.almt.data.column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The numbers of one key of one split: [rows, length, width] little-endian cells of 4 bytes in C order, in the heap or
 * in a mapped file.
 */
public record Column(Key key, int rows, int length, int width, MemorySegment cells, Faults faults,
        ResidentPages pages) {
    public static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Copies {@code count} floats from cell {@code (row, frame, 0)} on. NaN and infinite values become 0. */
    public void floats(int row, int frame, int count, float[] target, int at) {
        try {
            MemorySegment.copy(cells, FLOAT, 4 * (((long) row * length + frame) * width), target, at, count);
        } catch (InternalError fault) {
            throw pages.cut(fault);
        }
        pages.read(4L * count);
        if (faults.bad() > 0) {
            for (int i = at; i < at + count; i++) {
                target[i] = Float.isFinite(target[i]) ? target[i] : 0;
            }
        }
    }

    /** Copies {@code count} integers from cell {@code (row, frame, 0)} on. */
    public void ints(int row, int frame, int count, int[] target, int at) {
        try {
            MemorySegment.copy(cells, INT, 4 * (((long) row * length + frame) * width), target, at, count);
        } catch (InternalError fault) {
            throw pages.cut(fault);
        }
    }

    /** A column of one float per row, with the values of the file, including NaN. */
    public float[] allFloats() {
        float[] values = new float[rows];
        MemorySegment.copy(cells, FLOAT, 0, values, 0, rows);
        return values;
    }

    /** A column of one integer per row. */
    public int[] allInts() {
        int[] values = new int[rows];
        MemorySegment.copy(cells, INT, 0, values, 0, rows);
        return values;
    }
}
