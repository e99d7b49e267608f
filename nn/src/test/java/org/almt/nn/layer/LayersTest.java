package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.assertClose;
import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.rows;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
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
    void sizesBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Linear(0, 3));
        assertThrows(IllegalArgumentException.class, () -> new LayerNorm(0));
        assertThrows(IllegalArgumentException.class, () -> new Embedding(0, 4));
    }

    @Test
    void embedding() {
        Embedding layer = shaken(new Embedding(4, 3), 14);
        assertEquals(List.of("weight"), List.copyOf(layer.parameters().keySet()));
        Tensor y = layer.forward(Indices.of(2, 0, -1, 2));
        float[] table = layer.weight().toArray();
        float[] expected = new float[12];
        System.arraycopy(table, 6, expected, 0, 3);
        System.arraycopy(table, 0, expected, 3, 3);
        System.arraycopy(table, 6, expected, 9, 3);
        assertArrayEquals(expected, y.toArray());
        Ops.sum(y).backward();
        assertArrayEquals(new float[] {1, 1, 1, 0, 0, 0, 2, 2, 2, 0, 0, 0}, layer.weight().grad().toArray());

        Embedding padded = Embedding.withPadding(4, 3, Initialiser.ones(), 2);
        padded.initialise(1);
        Ops.sum(padded.forward(Indices.of(2, 0))).backward();
        assertArrayEquals(new float[] {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, padded.weight().grad().toArray());
        assertThrows(IllegalArgumentException.class, () -> Embedding.withPadding(4, 3, Initialiser.ones(), 4));
    }
}
