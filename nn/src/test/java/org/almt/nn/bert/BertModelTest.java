package org.almt.nn.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.almt.core.op.Ops;
import org.almt.core.random.RandomStream;
import org.almt.nn.layer.Doubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BertModelTest {
    private static final long SEED = 9;
    private static final float P = 0.3f;
    private static final BertConfig SMALL = new BertConfig(11, 8, 2, 2, 12, 6, 2, 1e-12f, P);
    private static final TokenTexts TEXTS = TokenTexts.random(4, 3, 5, 11);

    static BertModel model(BertConfig config, boolean training) {
        BertModel model = Doubles.shaken(new BertModel(config), 3);
        model.train(training);
        model.dropoutFrom(source());
        return model;
    }

    /** At step 2. */
    static DropoutSource source() {
        DropoutSource source = new DropoutSource(SEED);
        source.step(2);
        return source;
    }

    /** The documented masks of step 2. */
    private static double factor(int use, long index) {
        int bits = RandomStream.bits(SEED, (0x64726f70L << 32) + use, 2, index, new int[4]);
        return (bits >>> 8) * 0x1p-24 < P ? 0 : 1 / (1 - P);
    }

    /** Hidden states [samples, length, hidden]; zeros for padding where it is left out. */
    private static double[] naive(Map<String, double[]> parameters, boolean training, boolean packed) {
        NaiveBert bert =
                new NaiveBert(SMALL, parameters, training ? BertModelTest::factor : (use, index) -> 1);
        int width = SMALL.hidden();
        double[] all = new double[TEXTS.ids().length * width];
        for (int b = 0; b < TEXTS.samples(); b++) {
            TokenTexts one = TEXTS.part(b, 1);
            double[][] states = bert.states(b, one.ids(), one.mask(), one.types());
            for (int i = 0; i < one.length(); i++) {
                if (!packed || one.mask()[i] == 1) {
                    System.arraycopy(states[i], 0, all, (b * one.length() + i) * width, width);
                }
            }
        }
        return all;
    }

    private static BertBatch batch(boolean packed) {
        return packed ? TEXTS.packed(3) : TEXTS.padded();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void agreesWithTheFormulasInDouble(int which) {
        boolean training = which % 2 == 1;
        boolean packed = which / 2 == 1;
        BertModel model = model(SMALL, training);
        Tensor states = model.forward(batch(packed));
        assertEquals("[3,5,8]", states.shape().toString());
        Doubles.assertClose("states", naive(Doubles.of(model), training, packed), states, 2e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void gradientsAgreeWithDerivativesInDouble(int which) {
        boolean training = which % 2 == 1;
        boolean packed = which / 2 == 1;
        BertModel model = model(SMALL, training);
        Tensor weights = Doubles.random(8, 3, 5, 8);
        Ops.sum(Ops.mul(model.forward(batch(packed)), weights)).backward();
        double[] w = Doubles.of(weights);
        Map<String, double[]> all = Doubles.of(model);
        ToDoubleFunction<Map<String, double[]>> loss = p -> {
            double[] states = naive(p, training, packed);
            double sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += w[i] * states[i];
            }
            return sum;
        };
        model.parameters().forEach((name, tensor) -> {
            double[] expected = Doubles.derivative(all, name, loss);
            if (name.equals("embeddings.word_embeddings.weight")) {
                Arrays.fill(expected, 0, SMALL.hidden(), 0); // padding is not trained
            }
            if (name.endsWith("key.bias")) { // zero in mathematics
                for (float g : tensor.grad().toArray()) {
                    assertEquals(0, g, 1e-5, name);
                }
            } else {
                Doubles.assertClose(name, expected, tensor.grad(), 2e-5);
            }
        });
    }

    @Test
    void hasTheNamesOfHuggingFacesBertModelWithoutItsPooler() {
        String layer = "encoder.layer.0.";
        assertEquals(
                List.of("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight",
                        "embeddings.token_type_embeddings.weight", "embeddings.LayerNorm.weight",
                        "embeddings.LayerNorm.bias",
                        layer + "attention.self.query.weight", layer + "attention.self.query.bias",
                        layer + "attention.self.key.weight", layer + "attention.self.key.bias",
                        layer + "attention.self.value.weight", layer + "attention.self.value.bias",
                        layer + "attention.output.dense.weight", layer + "attention.output.dense.bias",
                        layer + "attention.output.LayerNorm.weight", layer + "attention.output.LayerNorm.bias",
                        layer + "intermediate.dense.weight", layer + "intermediate.dense.bias",
                        layer + "output.dense.weight", layer + "output.dense.bias",
                        layer + "output.LayerNorm.weight", layer + "output.LayerNorm.bias"),
                List.copyOf(new BertModel(new BertConfig(9, 4, 1, 2)).parameters().keySet()));
    }

    /** The published counts, less the pooler's hidden * hidden + hidden. */
    @Test
    void hasTheSizesOfThePublishedModels() {
        assertEquals(11_170_560 - 256 * 256 - 256, new BertModel(BertConfig.mini()).parameterCount());
        assertEquals(109_482_240 - 768 * 768 - 768, count(BertConfig.base()));
        assertEquals(count(BertConfig.mini()), new BertModel(BertConfig.mini()).parameterCount());
        assertEquals(28_763_648 - 512 * 512 - 512, count(BertConfig.small()));
    }

    private static long count(BertConfig c) {
        long d = c.hidden();
        long layer = 4 * (d * d + d) + 2 * d * c.intermediate() + c.intermediate() + d + 4 * d;
        return (c.vocabulary() + c.positions() + c.types()) * d + 2 * d + c.layers() * layer;
    }

    @Test
    void dropoutActsInTrainingAlone() {
        BertModel model = model(SMALL, true);
        float[] training = model.forward(batch(false)).toArray();
        model.train(false);
        float[] evaluated = model.forward(batch(false)).toArray();
        assertFalse(Arrays.equals(training, evaluated));
        assertArrayEquals(evaluated, model(SMALL.withDropout(0), true).forward(batch(false)).toArray());
    }

    @Test
    void refusesWhatItHasNoPlaceFor() {
        BertModel model = model(SMALL, false);
        assertEquals(
                "bert: samples of 7 tokens, but the model has 6 positions; cut the text",
                assertThrows(IllegalArgumentException.class, () -> model.forward(BertBatch.padded(1, 7)))
                        .getMessage());
        BertBatch batch = BertBatch.padded(1, 2);
        batch.set(new int[] {3, 11}, new int[] {1, 1});
        String message = assertThrows(IllegalArgumentException.class, () -> model.forward(batch)).getMessage();
        assertTrue(message.startsWith("Embedding(11 x 8) 'embeddings.word_embeddings': embedding: id 11 at position 1"
                + " is no row of the table [11,8]"), message);
        assertThrows(IllegalArgumentException.class, () -> new BertConfig(9, 4, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> new BertConfig(0, 4, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> SMALL.withDropout(1));
        assertThrows(IllegalStateException.class, () -> new BertModel(SMALL).forward(TEXTS.padded()));
    }
}
