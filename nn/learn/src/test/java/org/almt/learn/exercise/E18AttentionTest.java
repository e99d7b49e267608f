package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E18AttentionTest implements Graded {
    @Test
    void oneLayerIsHalfItself() {
        assertArrayEquals(new float[] {0.5f, 0.5f, 0, 1}, E18Attention.rollout(new float[][] {{0, 1, 0, 1}}, 2));
    }

    @Test
    void theLastLayerIsOnTheLeft() {
        float[][] layers = {{0, 1, 0, 1}, {1, 0, 1, 0}};
        assertArrayEquals(new float[] {0.5f, 0.5f, 0.25f, 0.75f}, E18Attention.rollout(layers, 2), 1e-7f);
    }

    @Test
    void rowsAddUpToOne() {
        float[] rollout = E18Attention.rollout(layers(), 5);
        for (int i = 0; i < 5; i++) {
            float sum = 0;
            for (int j = 0; j < 5; j++) {
                sum += rollout[5 * i + j];
            }
            assertEquals(1, sum, 1e-6f, "row " + i);
        }
    }

    private static float[][] layers() {
        float[][] layers = new float[3][25];
        for (int l = 0; l < 3; l++) {
            for (int i = 0; i < 25; i++) {
                layers[l][i] = (i + l) % 5 == 0 ? 0.6f : 0.1f;
            }
        }
        return layers;
    }

    @Override
    public float[] answers() {
        return E18Attention.rollout(layers(), 5);
    }
}
