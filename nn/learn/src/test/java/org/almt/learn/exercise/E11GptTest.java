package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E11GptTest implements Graded {
    private static final float[] SCORES = {0.5f, 3, -1, 3, 2};

    @Test
    void theBestComeFirst() {
        assertArrayEquals(new int[] {1, 3, 4}, E11Gpt.best(SCORES, 3));
    }

    @Test
    void aDrawPicksByWeight() {
        assertEquals(1, E11Gpt.choose(SCORES, 2, 1, 0.49));
        assertEquals(3, E11Gpt.choose(SCORES, 2, 1, 0.51));
    }

    @Test
    void coldIsGreedyAndHotIsEven() {
        assertEquals(4, E11Gpt.choose(new float[] {0, 1, 2, 3, 4}, 5, 0.01, 0.99));
        assertEquals(0, E11Gpt.choose(new float[] {0, 1, 2, 3, 4}, 5, 1000, 0.9));
    }

    @Override
    public float[] answers() {
        float[] answers = new float[200];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = E11Gpt.choose(SCORES, 1 + i % 5, 0.5 + i % 3, i / 200.0);
        }
        return answers;
    }
}
