package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E15OrderTest implements Graded {
    @Test
    void threadsDoNotChangeABit() {
        float[] x = Graded.random(12_345, 15);
        float one = E15Order.sum(x, 1);
        for (int threads = 2; threads < 6; threads++) {
            assertEquals(Float.floatToIntBits(one), Float.floatToIntBits(E15Order.sum(x, threads)),
                    threads + " threads");
        }
    }

    @Test
    void itIsTheSum() {
        float[] x = Graded.random(5000, 4);
        double expected = 0;
        for (float value : x) {
            expected += value;
        }
        assertEquals(expected, E15Order.sum(x, 2), 1e-3);
        assertEquals(6, E15Order.sum(new float[] {1, 2, 3}, 2));
    }

    @Override
    public float[] answers() {
        float[] answers = new float[20];
        for (int i = 0; i < 20; i++) {
            answers[i] = E15Order.sum(Graded.random(777 * (i + 1), i), 1 + i % 4);
        }
        return answers;
    }
}
