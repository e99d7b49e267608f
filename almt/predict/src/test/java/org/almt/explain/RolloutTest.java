package org.almt.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class RolloutTest {
    /** Two heads, one token, two frames, one block: worked out by hand. */
    @Test
    void isTheFormula() {
        Tensor embedding = Tensor.of(new float[] {.5f, .25f, .25f, .1f, .8f, .1f}, 1, 2, 1, 3);
        double[][] rolled = Rollout.embedding(List.of(embedding), 0, 2);
        assertArrayEquals(new double[] {.65, .2625, .0875}, rolled[0], 1e-7); // ½ (mean of heads + I)
        assertArrayEquals(new double[] {.75, .25}, Rollout.onFrames(rolled, new boolean[] {true, true}), 1e-7);
        assertArrayEquals(new double[] {1, 0}, Rollout.onFrames(rolled, new boolean[] {true, false}), 1e-7);
    }

    /** Paths through two blocks, counted one by one: from a token over each row to each frame. */
    @Test
    void sumsOverAllPaths() {
        double[][] lower = {{.2, .3, .5}, {.6, .3, .1}, {.25, .25, .5}};
        double[][] upper = {{.1, .7, .2}};
        double[][] rolled = Rollout.multiply(Rollout.withResidual(upper), Rollout.withResidual(lower));
        for (int frame = 0; frame < 3; frame++) {
            double paths = 0;
            for (int over = 0; over < 3; over++) {
                double first = (upper[0][over] + (over == 0 ? 1 : 0)) / 2;
                double second = (lower[over][frame] + (over == frame ? 1 : 0)) / 2;
                paths += first * second;
            }
            assertEquals(paths, rolled[0][frame], 1e-12);
        }
    }

    @Test
    void withoutBlocksRowsAreFrames() {
        assertArrayEquals(new double[][] {{1, 0}, {0, 1}}, Rollout.embedding(List.of(), 0, 2));
    }
}
