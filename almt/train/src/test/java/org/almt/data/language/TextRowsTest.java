package org.almt.data.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Rows of texts of different lengths, and zeros behind them. */
class TextRowsTest {
    private final TextRows rows =
            new TextRows(MemorySegment.ofArray(new float[] {1, 2, 3, 4, 5, 6}), 2, 0, 2, 3);

    @Test
    void behindTheRowsOfATextAreZeros() {
        float[] target = {9, 9, 9, 9, 9, 9, 9};
        rows.copy(0, 1, 2, target, 1);
        assertArrayEquals(new float[] {9, 3, 4, 0, 0, 9, 9}, target);
    }

    @Test
    void farBehindTheLastTextAreZerosToo() {
        for (int from = 1; from < 50; from++) {
            float[] target = {9, 9};
            rows.copy(1, from, 1, target, 0);
            assertArrayEquals(new float[2], target);
        }
    }
}
