package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E21DropoutTest implements Graded {
    private static final int N = 4000;

    private static float[] whole(float[] x, float p, long seed, long step) {
        float[] y = new float[x.length];
        E21Dropout.forward(x, y, 0, x.length, p, seed, step);
        return y;
    }

    private static float[] ones() {
        float[] ones = new float[N];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void aQuarterIsDroppedAndTheMeanStays() {
        double sum = 0;
        int zeros = 0;
        for (float y : whole(ones(), 0.25f, 1, 2)) {
            sum += y;
            zeros += y == 0 ? 1 : 0;
        }
        assertEquals(0.25, (double) zeros / N, 0.03, "dropped"); // more than four standard deviations
        assertEquals(1, sum / N, 0.04, "mean");
    }

    /** As threads do that share the work. */
    @Test
    void partsInAnyOrderAreTheWhole() {
        float[] x = Graded.random(N, 21);
        float[] y = new float[N];
        E21Dropout.forward(x, y, 3001, N, 0.5f, 9, 4);
        E21Dropout.forward(x, y, 0, 1234, 0.5f, 9, 4);
        assertEquals(0, y[2000], "an element outside of both parts");
        E21Dropout.forward(x, y, 1234, 3001, 0.5f, 9, 4);
        assertArrayEquals(whole(x, 0.5f, 9, 4), y);
    }

    @Test
    void eachStepAndSeedHasItsOwnMask() {
        assertFalse(Arrays.equals(whole(ones(), 0.5f, 9, 4), whole(ones(), 0.5f, 9, 5)), "steps 4 and 5");
        assertFalse(Arrays.equals(whole(ones(), 0.5f, 9, 4), whole(ones(), 0.5f, 8, 4)), "seeds 9 and 8");
    }

    /** Of the sum of y_i dy_i, by a difference: forward is linear, so that any step is small enough. */
    @Test
    void theGradientIsTheSlope() {
        float[] dy = Graded.random(200, 5);
        float[] dx = E21Dropout.backward(dy, 0.3f, 7, 6);
        for (int i = 0; i < 200; i++) {
            float[] x = new float[200];
            x[i] = 1;
            assertEquals(whole(x, 0.3f, 7, 6)[i] * dy[i], dx[i], 1e-6f, "element " + i);
        }
    }

    @Override
    public float[] answers() {
        float[] x = Graded.random(100, 1);
        float[] answers = Arrays.copyOf(whole(x, 0.4f, 3, 11), 200);
        System.arraycopy(E21Dropout.backward(x, 0.1f, 4, 12), 0, answers, 100, 100);
        return answers;
    }
}
