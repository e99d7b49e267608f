package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.junit.jupiter.api.Test;

/** Fusion by outer products, whole and of low rank, index by index in double. */
class FusionTest {
    private static final int B = 2;
    private static final int[] WIDTHS = {2, 3, 4};
    private static final int RANK = 3;
    private static final int OUT = 5;

    private static Map<String, Tensor> parts() {
        return Map.of("a", random(1, B, 2), "v", random(2, B, 3), "t", random(3, B, 4));
    }

    /** (1; x)[i] of sample b. */
    private static double at(double[] x, int b, int width, int i) {
        return i == 0 ? 1 : x[b * width + i - 1];
    }

    @Test
    void tensorFusionIsTheOuterProductWithTheLastIndexFastest() {
        assertEquals(3 * 4 * 5, TensorFusion.width(WIDTHS));
        LayerCheck.check(
                new Layer() {}, parts(), in -> TensorFusion.of(in.get("a"), in.get("v"), in.get("t")), p -> {
                    double[] z = new double[B * 60];
                    for (int k = 0; k < z.length; k++) {
                        int b = k / 60;
                        z[k] = at(p.get("a"), b, 2, k / 20 % 3) * at(p.get("v"), b, 3, k / 5 % 4)
                                * at(p.get("t"), b, 4, k % 5);
                    }
                    return z;
                });
    }

    @Test
    void lowRankFusionIsALinearMapOfTheOuterProduct() {
        LowRankFusion fusion = shaken(fusion(), 4);
        assertEquals(
                List.of("a_factor", "v_factor", "t_factor", "fusion_weights", "fusion_bias"),
                List.copyOf(fusion.parameters().keySet()));
        assertEquals("[3,4,5]", fusion.parameter("v_factor").shape().toString());
        LayerCheck.check(
                fusion, parts(), in -> fusion.forward(in.get("a"), in.get("v"), in.get("t")), p -> {
                    double[] y = new double[B * OUT];
                    for (int b = 0; b < B; b++) {
                        for (int o = 0; o < OUT; o++) {
                            y[b * OUT + o] = p.get("fusion_bias")[o];
                            for (int k = 0; k < 60; k++) {
                                double weight = 0;
                                for (int r = 0; r < RANK; r++) {
                                    weight += p.get("fusion_weights")[r]
                                            * p.get("a_factor")[(r * 3 + k / 20 % 3) * OUT + o]
                                            * p.get("v_factor")[(r * 4 + k / 5 % 4) * OUT + o]
                                            * p.get("t_factor")[(r * 5 + k % 5) * OUT + o];
                                }
                                y[b * OUT + o] += weight * at(p.get("a"), b, 2, k / 20 % 3)
                                        * at(p.get("v"), b, 3, k / 5 % 4) * at(p.get("t"), b, 4, k % 5);
                            }
                        }
                    }
                    return y;
                });
    }

    private static LowRankFusion fusion() {
        return new LowRankFusion(
                RANK, OUT, new LowRankFusion.Part("a", 2), new LowRankFusion.Part("v", 3),
                new LowRankFusion.Part("t", 4));
    }

    @Test
    void oneVectorAloneIsItselfWithAOne() {
        assertArrayEquals(
                new float[] {1, 5, 6, 1, 7, 8}, TensorFusion.of(Tensor.of(new float[] {5, 6, 7, 8}, 2, 2)).toArray());
    }

    @Test
    void sequencesAreRefused() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> TensorFusion.of(Tensor.zeros(2, 3, 4)));
        assertEquals("fusion: [2,3,4] is not [batch, features]", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new LowRankFusion(0, 1, new LowRankFusion.Part("a", 2)));
    }
}
