package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.rows;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

/** The smaller layers against the formulas in double; their gradients are checked op by op, and in the block. */
class LayersTest {
    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void linear() {
        Linear layer = shaken(new Linear(5, 3), 1);
        assertEquals(List.of("weight", "bias"), List.copyOf(layer.parameters().keySet()));
        assertEquals("[3,5]", layer.weight().shape().toString());
        Tensor x = random(2, 2, 4, 5);
        double[][] expected =
                Naive.linear(rows(Doubles.of(x), 0, 8, 5), Doubles.of(layer.weight()), Doubles.of(layer.bias()));
        Tensor y = layer.forward(x);
        assertEquals("[2,4,3]", y.shape().toString());
        assertClose("linear", flat(expected), y, 1e-6);
    }

    @Test
    void linearWithoutBias() {
        Linear layer = shaken(Linear.withoutBias(5, 3), 3);
        assertEquals(List.of("weight"), List.copyOf(layer.parameters().keySet()));
        assertNull(layer.bias());
        Tensor x = random(4, 4, 5);
        assertClose(
                "linear", flat(Naive.linear(rows(Doubles.of(x), 0, 4, 5), Doubles.of(layer.weight()), null)),
                layer.forward(x), 1e-6);
    }

    @Test
    void linearStartsWithinOneOverRootOfItsInputs() {
        Linear layer = new Linear(16, 300);
        layer.initialise(5);
        for (Tensor tensor : layer.parameters().values()) {
            double largest = 0;
            for (float value : tensor.toArray()) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertTrue(largest <= 0.25 && largest > 0.24, "largest of " + tensor + " is " + largest);
        }
    }

    @Test
    void layerNorm() {
        LayerNorm layer = shaken(new LayerNorm(7), 6);
        assertEquals(List.of("weight", "bias"), List.copyOf(layer.parameters().keySet()));
        Tensor x = random(7, 3, 7);
        double[][] rows = rows(Doubles.of(x), 0, 3, 7);
        assertClose(
                "layerNorm",
                flat(Naive.layerNorm(rows, Doubles.of(layer.weight()), Doubles.of(layer.bias()), 1e-5)),
                layer.forward(x), 2e-6);

        LayerNorm coarse = new LayerNorm(7, 0.5f);
        coarse.initialise(8); // ones and zeros: neutral
        double[] ones = {1, 1, 1, 1, 1, 1, 1};
        assertClose("eps", flat(Naive.layerNorm(rows, ones, new double[7], 0.5)), coarse.forward(x), 2e-6);
    }

    @Test
    void multiHeadAttention() {
        MultiHeadAttention layer = shaken(new MultiHeadAttention(6, 3, 4, 0), 9);
        assertEquals(
                List.of("to_q.weight", "to_k.weight", "to_v.weight", "to_out.0.weight", "to_out.0.bias"),
                List.copyOf(layer.parameters().keySet()));
        Tensor q = random(10, 2, 4, 6);
        Tensor k = random(11, 2, 5, 6);
        Tensor v = random(12, 2, 5, 6);
        double[] expected = new double[2 * 4 * 6];
        for (int b = 0; b < 2; b++) {
            double[][] mixed = Naive.attention(
                    Naive.linear(rows(Doubles.of(q), b, 4, 6), Doubles.of(layer.toQ().weight()), null),
                    Naive.linear(rows(Doubles.of(k), b, 5, 6), Doubles.of(layer.toK().weight()), null),
                    Naive.linear(rows(Doubles.of(v), b, 5, 6), Doubles.of(layer.toV().weight()), null),
                    3);
            double[][] out = Naive.linear(mixed, Doubles.of(layer.toOut().weight()), Doubles.of(layer.toOut().bias()));
            System.arraycopy(flat(out), 0, expected, b * 24, 24);
        }
        assertClose("attention", expected, layer.forward(q, k, v), 2e-6);
    }

    @Test
    void feedForward() {
        FeedForward layer = shaken(new FeedForward(4, 9, 0), 13);
        assertEquals(
                List.of("net.0.weight", "net.0.bias", "net.3.weight", "net.3.bias"),
                List.copyOf(layer.parameters().keySet()));
        Tensor x = random(14, 5, 4);
        double[][] hidden = Naive.map(
                Naive.linear(
                        rows(Doubles.of(x), 0, 5, 4), Doubles.of(layer.parameter("net.0.weight")),
                        Doubles.of(layer.parameter("net.0.bias"))),
                Naive::gelu);
        double[][] expected = Naive.linear(
                hidden, Doubles.of(layer.parameter("net.3.weight")), Doubles.of(layer.parameter("net.3.bias")));
        assertClose("feedForward", flat(expected), layer.forward(x), 2e-6);
    }

    @Test
    void sizesBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Linear(0, 3));
        assertThrows(IllegalArgumentException.class, () -> new LayerNorm(0));
        assertThrows(IllegalArgumentException.class, () -> new MultiHeadAttention(8, 0, 4, 0));
    }
}
