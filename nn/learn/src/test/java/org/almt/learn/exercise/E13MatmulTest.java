package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E13MatmulTest implements Graded {
    @Test
    void aSmallOne() {
        assertArrayEquals(new float[] {19, 22, 43, 50},
                E13Matmul.multiply(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8}, 2, 2, 2));
    }

    @Test
    void theBitsAreThoseOfTheEngine() {
        float[] a = Graded.random(33 * 65, 1);
        float[] b = Graded.random(65 * 17, 2);
        float[] expected = Ops.matmul(Tensor.of(a, 33, 65), Tensor.of(b, 65, 17)).toArray();
        assertArrayEquals(expected, E13Matmul.multiply(a, b, 33, 65, 17), "every bit");
    }

    @Override
    public float[] answers() {
        return E13Matmul.multiply(Graded.random(50 * 40, 3), Graded.random(40 * 30, 4), 50, 40, 30);
    }
}
