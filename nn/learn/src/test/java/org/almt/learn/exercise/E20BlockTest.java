package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E20BlockTest implements Graded {
    private static final int WIDTH = 24;

    @Test
    void theMeanSquareIsOne() {
        double squares = 0;
        for (float y : E20Block.norm(Graded.random(WIDTH, 1), 0)) {
            squares += (double) y * y / WIDTH;
        }
        assertEquals(1, squares, 1e-6);
    }

    @Test
    void normAndGradientAreThoseOfTheEngine() {
        float[] values = Graded.random(WIDTH, 1);
        float[] dy = Graded.random(WIDTH, 2);
        Tensor x = Tensor.of(values, 1, WIDTH).requiresGrad(true);
        Tensor y = Ops.rmsNorm(x, Tensor.full(1, WIDTH), 1e-5f);
        Ops.sum(Ops.mul(y, Tensor.of(dy, 1, WIDTH))).backward();
        assertArrayEquals(y.toArray(), E20Block.norm(values, 1e-5f), 1e-5f);
        assertArrayEquals(x.grad().toArray(), E20Block.backward(values, dy, 1e-5f), 1e-5f);
    }

    /** A scale of the row changes nothing, so that the gradient has no part along it. */
    @Test
    void theGradientHasNoPartAlongTheRow() {
        float[] x = Graded.random(WIDTH, 3);
        float[] dx = E20Block.backward(x, Graded.random(WIDTH, 4), 0);
        double along = 0;
        for (int j = 0; j < WIDTH; j++) {
            along += (double) dx[j] * x[j];
        }
        assertEquals(0, along, 1e-5);
    }

    @Override
    public float[] answers() {
        float[] x = Graded.random(WIDTH, 5);
        float[] answers = new float[2 * WIDTH];
        System.arraycopy(E20Block.norm(x, 1e-5), 0, answers, 0, WIDTH);
        System.arraycopy(E20Block.backward(x, Graded.random(WIDTH, 6), 1e-5), 0, answers, WIDTH, WIDTH);
        return answers;
    }
}
