package org.almt.data.language;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.almt.data.column.ResidentPages;
import org.almt.language.TextPadding;
import org.almt.language.TokenTable;

/** The text features of a split: the rows of each text, one after another, in the heap or in a mapped file. */
final class TextRows implements TextFeatures {
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment rows;
    private final int width;
    /** The index of each text's first row, and the end of the last text. */
    private final long[] starts;

    TextRows(MemorySegment rows, int width, long... starts) {
        this.rows = rows;
        this.width = width;
        this.starts = starts;
    }

    /** The index of the first row of each text of a table, and the end of the last text. */
    static long[] starts(TokenTable tokens, TextPadding padding) {
        long[] starts = new long[tokens.size() + 1];
        for (int i = 0; i < tokens.size(); i++) {
            starts[i + 1] = starts[i] + tokens.rows(i, padding);
        }
        return starts;
    }

    @Override
    public void copy(int text, int from, int count, float[] target, int at) {
        long given = Math.clamp(starts[text + 1] - starts[text] - from, 0, count);
        int floats = (int) given * width;
        if (floats > 0) { // after a text's end, the position may be after the last row
            try {
                MemorySegment.copy(rows, FLOAT, Float.BYTES * (starts[text] + from) * width, target, at, floats);
            } catch (InternalError fault) {
                throw new UncheckedIOException(ResidentPages.cut("the file of text features", fault));
            }
        }
        Arrays.fill(target, at + floats, at + count * width, 0f);
    }
}
