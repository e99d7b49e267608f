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

/** LSTM and GRU against plain recurrences in double. */
class RecurrenceTest {
    private static final int B = 2;
    private static final int T = 4;
    private static final int I = 5;
    private static final int H = 3;

    @Test
    void parametersAreThoseOfPyTorch() {
        Lstm lstm = new Lstm(I, H);
        assertEquals(
                List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"),
                List.copyOf(lstm.parameters().keySet()));
        assertEquals("[12,5]", lstm.parameter("weight_ih_l0").shape().toString());
        assertEquals("[12,3]", lstm.parameter("weight_hh_l0").shape().toString());
        assertEquals(4 * H * (I + H + 2), lstm.parameterCount());
        assertEquals(3 * H * (I + H + 2), new Gru(I, H).parameterCount());
    }

    @Test
    void lstmIsItsRecurrence() {
        Lstm lstm = shaken(new Lstm(I, H), 1);
        LayerCheck.check(lstm, Map.of("x", random(2, B, T, I)), in -> lstm.forward(in.get("x")), RecurrenceTest::lstm);
    }

    @Test
    void gruIsItsRecurrence() {
        Gru gru = shaken(new Gru(I, H), 3);
        LayerCheck.check(gru, Map.of("x", random(4, B, T, I)), in -> gru.forward(in.get("x")), RecurrenceTest::gru);
    }

    @Test
    void statesAreThoseOfShorterSequences() {
        Lstm lstm = shaken(new Lstm(I, H), 5);
        Tensor x = random(6, 1, T, I);
        Tensor states = lstm.states(x);
        assertEquals("[1,4,3]", states.shape().toString());
        Tensor shorter = Tensor.of(Arrays.copyOf(x.array(), 2 * I), 1, 2, I);
        assertArrayEquals(time(states, 1), lstm.forward(shorter).toArray());
    }

    /** The products of all times at once have the bits of those of one time. */
    @Test
    void oneTimeAfterTheOtherIsTheSame() {
        Tensor x = random(7, B, T, I);
        Lstm lstm = shaken(new Lstm(I, H), 8);
        Gru gru = shaken(new Gru(I, H), 9);
        Lstm.State state = lstm.start(B);
        Tensor hidden = gru.start(B);
        for (int t = 0; t < T; t++) {
            Tensor now = Ops.reshape(Ops.slice(x, 1, t, t + 1), B, I);
            state = lstm.step(now, state);
            hidden = gru.step(now, hidden);
            assertArrayEquals(time(lstm.states(x), t), lstm.hidden(state).toArray());
            assertArrayEquals(time(gru.states(x), t), gru.hidden(hidden).toArray());
        }
    }

    private static float[] time(Tensor states, int t) {
        return Ops.slice(states, 1, t, t + 1).toArray();
    }

    /** Two layers of both directions under PyTorch's names, and the shapes of all that they give. */
    @Test
    void layersAndDirectionsHaveNamesAndShapes() {
        Lstm lstm = new Lstm(RecurrentConfig.of(I, H).layers(2).bothDirections());
        assertEquals(
                List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse",
                        "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse", "weight_ih_l1"),
                List.copyOf(lstm.parameters().keySet()).subList(0, 9));
        assertEquals("[12,6]", lstm.parameter("weight_ih_l1_reverse").shape().toString());
        assertEquals("Lstm(5 -> 3, 2 layers, both directions)", lstm.toString());
        lstm.initialise(1);
        RecurrentOutput<Lstm.State> read = lstm.read(random(2, B, T, I), null, Indices.of(T, 1));
        assertEquals("[2,4,6]", read.states().shape().toString());
        assertEquals("[4,2,3]", read.last().cell().shape().toString());
        assertEquals("[2,6]", lstm.hidden(read.last()).shape().toString());
        assertEquals("Lstm(5 -> 3, 2 layers, both directions): it reads from both ends, so that it needs whole"
                + " sequences; call read(), or make it with one direction",
                assertThrows(IllegalStateException.class, () -> lstm.step(random(3, B, I), lstm.start(B)))
                        .getMessage());
    }

    /** Elements between layers are dropped in training only. */
    @Test
    void dropoutActsBetweenLayers() {
        Gru gru = shaken(new Gru(RecurrentConfig.of(I, H).layers(2).dropout(0.5f)), 3);
        Tensor x = random(4, B, T, I);
        assertThrows(IllegalStateException.class, () -> gru.forward(x));
        gru.dropoutFrom(new DropoutSource(1));
        float[] dropped = gru.forward(x).toArray();
        gru.train(false);
        assertFalse(Arrays.equals(dropped, gru.forward(x).toArray()));
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        RecurrentConfig config = RecurrentConfig.of(2, 2);
        assertThrows(IllegalArgumentException.class, () -> config.layers(0));
        assertThrows(IllegalArgumentException.class, () -> config.dropout(1));
        assertThrows(IllegalArgumentException.class, () -> new RecurrentConfig(2, 2, 1, 3, 0));
    }

    @Test
    void noTimesAreRefused() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> new Gru(I, H).forward(Tensor.zeros(B, 0, I)));
        assertEquals(
                "Gru(5 -> 3): an input [batch, times, 5] of at least one time is needed, not [2,0,5]", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Lstm(0, H));
    }

    private static double[] lstm(Map<String, double[]> p) {
        double[] result = new double[B * H];
        for (int b = 0; b < B; b++) {
            double[][] x = rows(p.get("x"), b, T, I);
            double[] h = new double[H];
            double[] c = new double[H];
            for (double[] now : x) {
                double[] in = affine(now, p.get("weight_ih_l0"), p.get("bias_ih_l0"));
                double[] hidden = affine(h, p.get("weight_hh_l0"), p.get("bias_hh_l0"));
                for (int j = 0; j < H; j++) {
                    double i = sigmoid(in[j] + hidden[j]);
                    double f = sigmoid(in[H + j] + hidden[H + j]);
                    double g = Math.tanh(in[2 * H + j] + hidden[2 * H + j]);
                    double o = sigmoid(in[3 * H + j] + hidden[3 * H + j]);
                    c[j] = f * c[j] + i * g;
                    h[j] = o * Math.tanh(c[j]);
                }
            }
            System.arraycopy(h, 0, result, b * H, H);
        }
        return result;
    }

    private static double[] gru(Map<String, double[]> p) {
        double[] result = new double[B * H];
        for (int b = 0; b < B; b++) {
            double[] h = new double[H];
            for (double[] now : rows(p.get("x"), b, T, I)) {
                double[] in = affine(now, p.get("weight_ih_l0"), p.get("bias_ih_l0"));
                double[] hidden = affine(h, p.get("weight_hh_l0"), p.get("bias_hh_l0"));
                for (int j = 0; j < H; j++) {
                    double r = sigmoid(in[j] + hidden[j]);
                    double z = sigmoid(in[H + j] + hidden[H + j]);
                    double n = Math.tanh(in[2 * H + j] + r * hidden[2 * H + j]);
                    h[j] = (1 - z) * n + z * h[j];
                }
            }
            System.arraycopy(h, 0, result, b * H, H);
        }
        return result;
    }

    private static double[] affine(double[] x, double[] weight, double[] bias) {
        return Naive.linear(new double[][] {x}, weight, bias)[0];
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
