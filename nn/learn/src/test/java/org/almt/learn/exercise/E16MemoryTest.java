package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E16MemoryTest implements Graded {
    @Test
    void whatNeverLivesTogetherSharesMemory() {
        int[] sizes = {10, 20, 10, 5};
        int[] places = E16Memory.place(sizes, new int[] {0, 1, 2, 3}, new int[] {1, 2, 3, 4});
        assertArrayEquals(new int[] {0, 10, 0, 10}, places, "buffers 0 and 1 both live at step 1, 0 and 2 never do");
        assertEquals(30, E16Memory.length(sizes, places));
    }

    @Test
    void aHoleIsUsedIfItIsLargeEnough() {
        int[] places = E16Memory.place(new int[] {4, 8, 4, 3, 6}, new int[] {0, 0, 0, 2, 2}, new int[] {5, 1, 5, 3, 3});
        assertArrayEquals(new int[] {0, 4, 12, 4, 16}, places);
    }

    @Override
    public float[] answers() {
        int[] sizes = new int[60];
        int[] from = new int[60];
        int[] to = new int[60];
        for (int i = 0; i < 60; i++) {
            sizes[i] = 1 + i * 7 % 13;
            from[i] = i * 5 % 40;
            to[i] = from[i] + i * 3 % 9;
        }
        int[] places = E16Memory.place(sizes, from, to);
        float[] answers = new float[61];
        for (int i = 0; i < 60; i++) {
            answers[i] = places[i];
        }
        answers[60] = E16Memory.length(sizes, places);
        return answers;
    }
}
