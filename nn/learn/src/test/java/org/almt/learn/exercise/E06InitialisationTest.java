package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.learn.Graded;
import org.almt.nn.Initialiser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E06InitialisationTest implements Graded {
    @Test
    void twentyLayersKeepTheMeanSquare() {
        RandomStream random = new RandomStream(1, 0);
        Tensor x = Tensor.zeros(64, 200);
        Initialiser.normal(1).fill(x, random);
        for (int layer = 0; layer < 20; layer++) {
            Tensor weight = Tensor.zeros(200, 200);
            Initialiser.normal(E06Initialisation.deviation(200)).fill(weight, random);
            x = Ops.relu(Ops.matmul(x, false, weight, true));
        }
        float meanSquare = Ops.mean(Ops.mul(x, x)).item();
        assertTrue(meanSquare > 0.3 && meanSquare < 3, "mean square after 20 layers: " + meanSquare);
    }

    @Test
    void theNormIsThatOfTheEngine() {
        float[] row = {1, 5, -2, 0.5f, 3};
        Tensor expected = Ops.layerNorm(Tensor.of(row, 1, 5), Tensor.full(1, 5), Tensor.zeros(5), 1e-5f);
        assertArrayEquals(expected.toArray(), E06Initialisation.norm(row, 1e-5), 1e-6f);
    }

    @Override
    public float[] answers() {
        float[] answers = Arrays.copyOf(E06Initialisation.norm(new float[] {3, 1, 4, 1, 5, 9, 2, 6}, 1e-5), 10);
        answers[8] = E06Initialisation.deviation(256);
        answers[9] = E06Initialisation.deviation(1000);
        return answers;
    }
}
