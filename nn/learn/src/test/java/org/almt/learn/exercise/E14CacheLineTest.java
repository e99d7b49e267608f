package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E14CacheLineTest implements Graded {
    @Test
    void noLineIsShared() {
        assertArrayEquals(new int[] {0, 48, 100}, E14CacheLine.borders(100, 2));
        for (int threads = 1; threads < 9; threads++) {
            assertEquals(0, E14CacheLine.shared(E14CacheLine.borders(1000, threads)), threads + " threads");
        }
    }

    @Test
    void anEvenCutSharesLines() {
        assertEquals(1, E14CacheLine.shared(new int[] {0, 50, 100}));
        assertEquals(2, E14CacheLine.shared(new int[] {0, 33, 66, 100}));
        assertEquals(1, E14CacheLine.shared(new int[] {0, 4, 8, 12}), "three threads in one line");
    }

    @Override
    public float[] answers() {
        float[] answers = new float[64];
        for (int i = 0; i < 64; i++) {
            int[] borders = E14CacheLine.borders(100 + 37 * i, 1 + i % 6);
            answers[i] = borders[borders.length / 2] + E14CacheLine.shared(new int[] {0, 5 * i + 3, 7 * i + 9, 999});
        }
        return answers;
    }
}
