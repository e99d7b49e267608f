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
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

class MultiHeadAttentionTest {
    private static final int B = 2;
    private static final int N = 3;
    private static final int M = 4;
    private static final int D = 6;
    private static final int HEADS = 2;
    private static final BlockConfig PLAIN = BlockConfig.of(D, HEADS);
    private static final BlockConfig TORCH = PLAIN.names(BlockNames.PLAIN.withAttention(AttentionNames.TORCH));

    /** Each query sees the keys up to one after its own position. */
    private static AttentionMask mask() {
        float[] scores = new float[N * M];
        for (int i = 0; i < N; i++) {
            for (int j = i + 2; j < M; j++) {
                scores[i * M + j] = Float.NEGATIVE_INFINITY;
            }
        }
        return AttentionMask.of(Tensor.of(scores, N, M));
    }

    @Test
    void parametersAreThoseOfPyTorch() {
        MultiHeadAttention layer = new MultiHeadAttention(TORCH);
        assertEquals(
                List.of("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"),
                List.copyOf(layer.parameters().keySet()));
        assertEquals(4 * D * D + 4 * D, layer.parameterCount());
    }

    @Test
    void attendsToWhatTheMaskShows() {
        MultiHeadAttention layer = shaken(new MultiHeadAttention(TORCH), 1);
        Map<String, Tensor> inputs = Map.of("q", random(2, B, N, D), "k", random(3, B, M, D), "v", random(4, B, M, D));
        // Not every element of a bias of keys has a gradient: it adds the same score to all keys of a query.
        LayerCheck.check(
                layer, inputs, in -> layer.forward(in.get("q"), in.get("k"), in.get("v"), mask()),
                MultiHeadAttentionTest::naive);
    }

    private static double[] naive(Map<String, double[]> p) {
        double[] y = new double[B * N * D];
        for (int b = 0; b < B; b++) {
            double[][] q = projected(p, 0, rows(p.get("q"), b, N, D));
            double[][] k = projected(p, 1, rows(p.get("k"), b, M, D));
            double[][] v = projected(p, 2, rows(p.get("v"), b, M, D));
            double[][] mixed = Naive.attention(q, k, v, HEADS, (i, j) -> j < i + 2);
            double[][] out = Naive.linear(mixed, p.get("out_proj.weight"), p.get("out_proj.bias"));
            for (int i = 0; i < N; i++) {
                System.arraycopy(out[i], 0, y, (b * N + i) * D, D);
            }
        }
        return y;
    }

    private static double[][] projected(Map<String, double[]> p, int third, double[][] x) {
        double[] weight = Arrays.copyOfRange(p.get("in_proj_weight"), third * D * D, (third + 1) * D * D);
        double[] bias = Arrays.copyOfRange(p.get("in_proj_bias"), third * D, (third + 1) * D);
        return Naive.linear(x, weight, bias);
    }

    /** The same parameters under both kinds of names give the same bits. */
    @Test
    void packedAndSeparateWeightsAreOneFunction() {
        MultiHeadAttention packed = shaken(new MultiHeadAttention(TORCH), 8);
        MultiHeadAttention separate = new MultiHeadAttention(PLAIN);
        List<String> parts = List.of("query", "key", "value");
        for (int i = 0; i < parts.size(); i++) {
            separate.parameter(parts.get(i) + ".weight").set(
                    Ops.slice(packed.parameter("in_proj_weight"), 0, i * D, (i + 1) * D).toArray());
            separate.parameter(parts.get(i) + ".bias").set(
                    Ops.slice(packed.parameter("in_proj_bias"), 0, i * D, (i + 1) * D).toArray());
        }
        separate.parameter("out.weight").set(packed.parameter("out_proj.weight").toArray());
        separate.parameter("out.bias").set(packed.parameter("out_proj.bias").toArray());
        Tensor x = random(9, B, N, D);
        assertArrayEquals(packed.forward(x).toArray(), separate.forward(x).toArray());
        assertArrayEquals(packed.keyWeight().toArray(), separate.keyWeight().toArray());
        assertArrayEquals(packed.valueWeight().toArray(), separate.valueWeight().toArray());
    }

    /** Padding that is hidden as a key has the same effect as absent rows. */
    @Test
    void hiddenKeysAndRaggedRowsAreShorterSamples() {
        MultiHeadAttention layer = shaken(new MultiHeadAttention(PLAIN), 10);
        Tensor x = random(11, 2, 4, D); // samples of 4 and of 2 rows
        Tensor first = Ops.slice(x, 0, 0, 1);
        Tensor second = Ops.slice(Ops.slice(x, 0, 1, 2), 1, 0, 2);
        float[] long4 = layer.forward(first).toArray();
        float[] short2 = layer.forward(second).toArray();

        float hidden = Float.NEGATIVE_INFINITY;
        Tensor keys = Tensor.of(new float[] {0, 0, 0, 0, 0, 0, hidden, hidden}, 2, 4);
        float[] padded = layer.forward(x, x, x, AttentionMask.keys(keys)).toArray();
        assertArrayEquals(long4, Arrays.copyOf(padded, 4 * D), 1e-6f);
        assertArrayEquals(short2, Arrays.copyOfRange(padded, 4 * D, 6 * D), 1e-6f);

        Tensor rows = Ops.concat(0, Ops.reshape(first, 4, D), Ops.reshape(second, 2, D)); // [6, D]
        AttentionMask ragged = AttentionMask.ragged(Indices.of(0, 4, 6), 4, null, null);
        float[] packed = layer.forward(rows, rows, rows, ragged).toArray();
        assertArrayEquals(long4, Arrays.copyOf(packed, 4 * D), 1e-6f);
        assertArrayEquals(short2, Arrays.copyOfRange(packed, 4 * D, 6 * D), 1e-6f);
    }

    @Test
    void dropoutActsInTrainingAlone() {
        MultiHeadAttention layer = shaken(new MultiHeadAttention(PLAIN.attentionDropout(0.5f)), 5);
        Tensor x = random(6, B, N, D);
        layer.dropoutFrom(new DropoutSource(7));
        float[] trained = layer.forward(x).toArray();
        assertThrows(IllegalStateException.class,
                () -> layer.forward(x, x, x, AttentionMask.keys(Tensor.zeros(B, N))));
        layer.train(false);
        float[] evaluated = layer.forward(x).toArray();
        assertFalse(Arrays.equals(trained, evaluated));
        MultiHeadAttention without = shaken(new MultiHeadAttention(PLAIN), 5);
        assertArrayEquals(without.forward(x).toArray(), evaluated);
    }

    @Test
    void headsMustDivideTheWidthOrHaveOneOfTheirOwn() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> new MultiHeadAttention(BlockConfig.of(6, 4)));
        assertEquals(
                "block: 4 heads do not divide the width 6; choose another number, or call headWidth(e)",
                e.getMessage());
        assertEquals("[12,6]",
                new MultiHeadAttention(BlockConfig.of(6, 4).headWidth(3)).keyWeight().shape().toString());
        assertThrows(IllegalArgumentException.class,
                () -> new AttentionNames(List.of("a", "b"), List.of("c", "d"), "out"));
    }
}
