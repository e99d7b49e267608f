package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E08CharacterMlpTest implements Graded {
    @Test
    void aRowUsedTwiceGetsTheSumAndAnUnusedOneNothing() {
        assertArrayEquals(new float[] {0, 0, 6, 8, 3, 4},
                E08CharacterMlp.tableGradient(new float[] {1, 2, 3, 4, 5, 6}, new int[] {1, 2, 1}, 3, 2));
    }

    @Test
    void itIsThatOfTheEngine() {
        int[] ids = {3, 0, 3, 1, 3};
        float[] dy = Graded.random(5 * 4, 8);
        Tensor table = Tensor.zeros(6, 4).requiresGrad(true);
        Ops.sum(Ops.mul(Ops.embedding(table, Indices.of(ids)), Tensor.of(dy, 5, 4))).backward();
        assertArrayEquals(table.grad().toArray(), E08CharacterMlp.tableGradient(dy, ids, 6, 4), 1e-6f);
    }

    @Override
    public float[] answers() {
        int[] ids = new int[500];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i * i % 29;
        }
        return E08CharacterMlp.tableGradient(Graded.random(500 * 8, 1), ids, 29, 8);
    }
}
