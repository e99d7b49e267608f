package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E10AttentionTest implements Graded {
    @Test
    void aRowSeesItselfAndEarlierRows() {
        float hidden = Float.NEGATIVE_INFINITY;
        assertArrayEquals(new float[] {0, hidden, hidden, 0, 0, hidden, 0, 0, 0}, E10Attention.mask(3));
    }

    @Test
    void softmaxIsThatOfTheEngine() {
        float[] scores = {1, -2, 0.5f, 3, Float.NEGATIVE_INFINITY};
        assertArrayEquals(Ops.softmax(Tensor.of(scores, 5)).toArray(), E10Attention.softmax(scores), 1e-7f);
    }

    @Test
    void noScoreIsTooLarge() {
        assertArrayEquals(new float[] {0.5f, 0.5f, 0}, E10Attention.softmax(new float[] {1000, 1000, -1000}), 1e-7f);
    }

    @Override
    public float[] answers() {
        float[] scores = new float[36];
        float[] mask = E10Attention.mask(6);
        for (int i = 0; i < 36; i++) {
            scores[i] = i % 7 - 0.3f * (i % 5) + mask[i];
        }
        float[] answers = new float[36];
        for (int row = 0; row < 6; row++) {
            float[] p = E10Attention.softmax(Arrays.copyOfRange(scores, 6 * row, 6 * row + 6));
            System.arraycopy(p, 0, answers, 6 * row, 6);
        }
        return answers;
    }
}
