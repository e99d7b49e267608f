package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E12PicturesTest implements Graded {
    @Test
    void theLargestReceivesAll() {
        float[] picture = {1, 2, 5, 5, 4, 3, 5, 0};
        assertArrayEquals(new float[] {0, 0, 8, 0, 7, 0, 0, 0},
                E12Pictures.gradient(picture, 2, 4, new float[] {7, 8}));
    }

    @Test
    void itIsThatOfTheEngine() {
        float[] picture = Graded.random(6 * 8, 12);
        float[] dy = Graded.random(3 * 4, 13);
        Tensor x = Tensor.of(picture, 1, 6, 8, 1).requiresGrad(true);
        Tensor y = Ops.maxPool2d(x, 2, 2, ConvOptions.PLAIN.stride(2));
        Ops.sum(Ops.mul(y, Tensor.of(dy, 1, 3, 4, 1))).backward();
        assertArrayEquals(x.grad().toArray(), E12Pictures.gradient(picture, 6, 8, dy));
    }

    @Override
    public float[] answers() {
        return E12Pictures.gradient(Graded.random(20 * 30, 1), 20, 30, Graded.random(10 * 15, 2));
    }
}
