package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E05MoonsTest implements Graded {
    @Test
    void theLossIsThatOfTheEngine() {
        float[] scores = {-3, -0.5f, 0, 1, 4};
        float[] labels = {0, 1, 1, 0, 1};
        float expected = Ops.bceWithLogits(Tensor.of(scores, 5), Tensor.of(labels, 5)).item();
        assertEquals(expected, E05Moons.loss(scores, labels), 1e-6f);
    }

    @Test
    void theSlopesAreThoseOfTheEngine() {
        float[] scores = {-3, -0.5f, 0, 1, 4};
        float[] labels = {0, 1, 1, 0, 1};
        Tensor x = Tensor.of(scores, 5).requiresGrad(true);
        Ops.bceWithLogits(x, Tensor.of(labels, 5)).backward();
        assertArrayEquals(x.grad().toArray(), E05Moons.slopes(scores, labels), 1e-7f);
    }

    @Test
    void noScoreIsTooLarge() {
        assertEquals(500, E05Moons.loss(new float[] {-1000, 1000}, new float[] {1, 1}), 1e-3f);
    }

    @Override
    public float[] answers() {
        float[] scores = {-200, -7.5f, -0.01f, 0.3f, 2.5f, 90};
        float[] labels = {1, 0, 1, 1, 0, 1};
        float[] answers = Arrays.copyOf(E05Moons.slopes(scores, labels), 7);
        answers[6] = E05Moons.loss(scores, labels);
        return answers;
    }
}
