package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.random;
import static org.almt.nn.layer.Doubles.rows;
import static org.almt.nn.layer.Doubles.shaken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.junit.jupiter.api.Test;

class MaskedMultiHeadAttentionTest {
    private static final int B = 2;
    private static final int N = 3;
    private static final int M = 4;
    private static final int D = 6;
    private static final int HEADS = 2;

    /** Each query sees the keys up to one after its own place. */
    private static Tensor mask() {
        Tensor mask = Tensor.zeros(N, M);
        for (int i = 0; i < N; i++) {
            for (int j = i + 2; j < M; j++) {
                mask.array()[i * M + j] = Float.NEGATIVE_INFINITY;
            }
        }
        return mask;
    }

    @Test
    void parametersAreThoseOfPyTorch() {
        MaskedMultiHeadAttention layer = new MaskedMultiHeadAttention(D, HEADS, 0);
        assertEquals(
                List.of("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"),
                List.copyOf(layer.parameters().keySet()));
        assertEquals(4 * D * D + 4 * D, layer.parameterCount());
    }

    @Test
    void attendsToWhatTheMaskShows() {
        MaskedMultiHeadAttention layer = shaken(new MaskedMultiHeadAttention(D, HEADS, 0), 1);
        Map<String, Tensor> inputs = Map.of("q", random(2, B, N, D), "k", random(3, B, M, D), "v", random(4, B, M, D));
        // Not every element of a bias of keys has a gradient: it adds the same score to all keys of a query.
        LayerCheck.check(
                layer, inputs, in -> layer.forward(in.get("q"), in.get("k"), in.get("v"), mask()),
                MaskedMultiHeadAttentionTest::naive);
    }

    private static double[] naive(Map<String, double[]> p) {
        double[] y = new double[B * N * D];
        for (int b = 0; b < B; b++) {
            double[][] q = projected(p, 0, rows(p.get("q"), b, N, D));
            double[][] k = projected(p, 1, rows(p.get("k"), b, M, D));
            double[][] v = projected(p, 2, rows(p.get("v"), b, M, D));
            for (int i = 0; i < N; i++) {
                int seen = Math.min(M, i + 2);
                double[][] mixed = Naive.attention(
                        new double[][] {q[i]}, Arrays.copyOf(k, seen), Arrays.copyOf(v, seen), HEADS);
                double[] out = Naive.linear(mixed, p.get("out_proj.weight"), p.get("out_proj.bias"))[0];
                System.arraycopy(out, 0, y, (b * N + i) * D, D);
            }
        }
        return y;
    }

    private static double[][] projected(Map<String, double[]> p, int third, double[][] x) {
        double[] weight = Arrays.copyOfRange(p.get("in_proj_weight"), third * D * D, (third + 1) * D * D);
        double[] bias = Arrays.copyOfRange(p.get("in_proj_bias"), third * D, (third + 1) * D);
        return Naive.linear(x, weight, bias);
    }

    @Test
    void dropoutActsInTrainingAlone() {
        MaskedMultiHeadAttention layer = shaken(new MaskedMultiHeadAttention(D, HEADS, 0.5f), 5);
        Tensor x = random(6, B, N, D);
        layer.dropoutFrom(new DropoutSource(7));
        float[] trained = layer.forward(x, x, x, null).toArray();
        layer.train(false);
        float[] evaluated = layer.forward(x, x, x, null).toArray();
        assertFalse(Arrays.equals(trained, evaluated));
        MaskedMultiHeadAttention without = shaken(new MaskedMultiHeadAttention(D, HEADS, 0), 5);
        assertArrayEquals(without.forward(x, x, x, null).toArray(), evaluated);
    }

    @Test
    void headsMustDivideTheWidth() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new MaskedMultiHeadAttention(6, 4, 0));
        assertEquals("multi-head attention: 4 heads do not divide the width 6", e.getMessage());
    }
}
