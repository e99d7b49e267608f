package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.almt.core.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class Conv1dTest {
    private static final int B = 2;
    private static final int L = 5;
    private static final int I = 3;
    private static final int O = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void slidesItsWindow(int window) {
        Conv1d layer = shaken(new Conv1d(I, O, window), window);
        assertEquals("[4,3," + window + "]", layer.parameter("weight").shape().toString());
        int places = L - window + 1;
        LayerCheck.check(layer, Map.of("x", random(2, B, L, I)), in -> layer.forward(in.get("x")), p -> {
            double[] y = new double[B * places * O];
            for (int at = 0; at < y.length; at++) {
                int o = at % O;
                int t = at / O % places;
                int b = at / (O * places);
                for (int i = 0; i < I; i++) {
                    for (int k = 0; k < window; k++) {
                        y[at] += p.get("weight")[(o * I + i) * window + k] * p.get("x")[(b * L + t + k) * I + i];
                    }
                }
            }
            return y;
        });
    }

    @Test
    void aSequenceShorterThanTheWindowIsRefused() {
        Conv1d layer = new Conv1d(I, O, 5);
        Exception e = assertThrows(IllegalArgumentException.class, () -> layer.forward(Tensor.zeros(B, 4, I)));
        assertEquals(
                "Conv1d(3 -> 4, window 5): an input [batch, 5 rows or more, 3] is needed, not [2,4,3]", e.getMessage());
    }
}
