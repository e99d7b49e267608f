package org.almt.nn.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Doubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BertBatchTest {
    private static final int WIDTH = 24;
    private static final BertConfig CONFIG = new BertConfig(50, WIDTH, 3, 3, 40, 20, 2, 1e-12f, 0.2f);
    private static final TokenTexts TEXTS = TokenTexts.random(5, 6, 17, 50);

    /** The hidden states of real tokens are the same packed, padded, alone in a batch or among others. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void realTokensHaveTheSameBitsPaddedAndPacked(boolean training) {
        float[] padded = BertModelTest.model(CONFIG, training).forward(TEXTS.padded()).toArray();
        float[] packed = BertModelTest.model(CONFIG, training).forward(TEXTS.packed(0)).toArray();
        float[] spare = BertModelTest.model(CONFIG, training).forward(TEXTS.packed(29)).toArray();
        assertArrayEquals(packed, spare);
        for (int place = 0; place < TEXTS.mask().length; place++) {
            if (TEXTS.mask()[place] == 0) {
                Arrays.fill(padded, place * WIDTH, (place + 1) * WIDTH, 0);
            }
        }
        assertArrayEquals(padded, packed);

        TokenTexts third = TEXTS.part(2, 1);
        BertBatch alone = BertBatch.packed(1, 17, third.tokens());
        alone.set(third.ids(), third.mask(), third.types(), 2);
        assertArrayEquals(
                Arrays.copyOfRange(packed, 2 * 17 * WIDTH, 3 * 17 * WIDTH),
                BertModelTest.model(CONFIG, training).forward(alone).toArray());
    }

    /** The loss reads real tokens alone. */
    private static Tensor loss(BertModel model, BertBatch batch, TokenTexts texts, int first) {
        Tensor weights = Tensor.zeros(texts.samples(), texts.length(), WIDTH);
        Tensor random = Doubles.random(6, TEXTS.samples(), TEXTS.length(), WIDTH);
        for (int place = 0; place < texts.mask().length; place++) {
            if (texts.mask()[place] == 1) {
                System.arraycopy(random.array(), (first * texts.length() + place) * WIDTH,
                        weights.array(), place * WIDTH, WIDTH);
            }
        }
        return Ops.sum(Ops.mul(Ops.tanh(model.forward(batch)), weights));
    }

    private static float[] gradient(BertBatch batch) {
        BertModel model = BertModelTest.model(CONFIG, true);
        Parameters parameters = Parameters.of(model);
        loss(model, batch, TEXTS, 0).backward();
        return parameters.gradients();
    }

    @Test
    void gradientsAreTheSamePaddedAndPacked() {
        assertClose(gradient(TEXTS.padded()), gradient(TEXTS.packed(0)));
        assertClose(gradient(TEXTS.padded()), gradient(TEXTS.packed(11)));
    }

    /** The dropout masks, too, are those of the whole batch. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsOfPartsAddUpToThoseOfTheWhole(boolean packed) {
        BertModel model = BertModelTest.model(CONFIG, true);
        Parameters parameters = Parameters.of(model);
        for (int first = 0; first < 6; first += 2) {
            TokenTexts part = TEXTS.part(first, 2);
            BertBatch batch = packed ? BertBatch.packed(2, 17, 34) : BertBatch.padded(2, 17);
            batch.set(part.ids(), part.mask(), part.types(), first);
            model.dropoutFrom(BertModelTest.source());
            loss(model, batch, part, first).backward();
        }
        assertClose(gradient(TEXTS.padded()), parameters.gradients());
    }

    /** Sums in another order. */
    private static void assertClose(float[] expected, float[] actual) {
        double scale = 0;
        for (float value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 2e-6 * scale, "gradient " + i);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        int[] ids = {3, 4, 0, 5};
        int[] mask = {1, 1, 0, 1};
        assertEquals(
                "bert: 4 ids, 3 elements of the mask, 0 segments for 2 samples of 2 tokens; give 4 of each,"
                        + " or no segments",
                refusal(BertBatch.padded(2, 2), ids, new int[] {1, 1, 1}, new int[0]));
        assertEquals(
                "bert: 4 ids, 4 elements of the mask, 2 segments for 2 samples of 2 tokens; give 4 of each,"
                        + " or no segments",
                refusal(BertBatch.padded(2, 2), ids, mask, new int[2]));
        assertEquals(
                "bert: the mask of sample 1 holds 2; 1 for a token and 0 for padding is needed",
                refusal(BertBatch.padded(2, 2), ids, new int[] {1, 1, 0, 2}, new int[0]));
        assertEquals(
                "bert: sample 1 has no token that is not padding; even an empty text has [CLS] and [SEP]",
                refusal(BertBatch.packed(2, 2, 4), ids, new int[] {1, 1, 0, 0}, new int[0]));
        assertEquals(
                "bert: 3 tokens in a batch with room for 2; make one with more rows",
                refusal(BertBatch.packed(2, 2, 2), ids, mask, new int[0]));
        assertEquals(
                "bert: a batch of 0 samples of 2 tokens in 0 rows; all must be 1 or more",
                assertThrows(IllegalArgumentException.class, () -> BertBatch.padded(0, 2)).getMessage());
    }

    private static String refusal(BertBatch batch, int[] ids, int[] mask, int[] types) {
        return assertThrows(IllegalArgumentException.class, () -> batch.set(ids, mask, types, 0)).getMessage();
    }
}
