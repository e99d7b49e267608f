package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E19AdamWTest implements Graded {
    @Test
    void theMeanOfEqualGradientsIsTheirValue() {
        for (int n : new int[] {1, 2, 10, 1000}) {
            float[] same = new float[n];
            Arrays.fill(same, 3);
            assertEquals(3, E19AdamW.mean(same, 0.9f), 1e-5f, n + " gradients");
        }
    }

    /** Weights 1/7, 2/7, 4/7. */
    @Test
    void anOlderGradientHasLessWeight() {
        assertEquals((1 * 7 + 2 * 14 + 4 * 21) / 7f, E19AdamW.mean(new float[] {7, 14, 21}, 0.5f), 1e-5f);
    }

    @Test
    void aLongGradientIsShortened() {
        float[] g = {300, -400};
        E19AdamW.clip(g, 1);
        assertArrayEquals(new float[] {0.6f, -0.8f}, g, 1e-6f);
    }

    @Test
    void aShortOneStays() {
        float[] g = {0.3f, -0.4f};
        E19AdamW.clip(g, 1);
        assertArrayEquals(new float[] {0.3f, -0.4f}, g);
    }

    @Override
    public float[] answers() {
        float[] g = Graded.random(50, 19);
        float[] answers = new float[60];
        for (int n = 1; n <= 10; n++) {
            answers[n - 1] = E19AdamW.mean(Arrays.copyOf(g, n), 0.9f);
        }
        E19AdamW.clip(g, 0.5);
        System.arraycopy(g, 0, answers, 10, 50);
        return answers;
    }
}
