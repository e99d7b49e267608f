package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E02WalkTest implements Graded {
    /** 0 is used by 1 and 2, both of which 3 uses; 4 is on its own. */
    private static final int[][] DIAMOND = {{}, {0}, {0}, {1, 2}, {0}};

    @Test
    void eachNodeComesAfterItsInputs() {
        assertEquals(List.of(0, 1, 2, 3), E02Walk.order(DIAMOND, 3));
    }

    @Test
    void aSharedInputWaitsForAllOfItsUsers() {
        // 2 uses 1 and 0, and 1 uses 0: a walk that goes down each path as it comes visits 0 too early.
        int[][] chain = {{}, {0}, {0, 1}};
        assertEquals(List.of(0, 1, 2), E02Walk.order(chain, 2));
        assertArrayEquals(new double[] {3 + 5 * 2, 5, 1},
                E02Walk.gradients(chain, new double[][] {{}, {2}, {3, 5}}, 2), 0);
    }

    @Test
    void pathsAddUp() {
        double[][] slopes = {{}, {2}, {3}, {10, 100}, {7}};
        assertArrayEquals(new double[] {320, 10, 100, 1, 0}, E02Walk.gradients(DIAMOND, slopes, 3), 0);
    }

    @Override
    public float[] answers() {
        int[][] inputs = new int[40][];
        double[][] slopes = new double[40][];
        for (int i = 0; i < 40; i++) {
            inputs[i] = i < 3 ? new int[0] : new int[] {i - 1, i * i % (i - 1), i - 3};
            slopes[i] = new double[] {0.5, -0.25, 0.125};
        }
        double[] gradients = E02Walk.gradients(inputs, slopes, 39);
        float[] answers = new float[40];
        for (int i = 0; i < 40; i++) {
            answers[i] = (float) gradients[i];
        }
        return answers;
    }
}
