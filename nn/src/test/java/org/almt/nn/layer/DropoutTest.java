package org.almt.nn.layer;

import static org.almt.nn.layer.Doubles.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.junit.jupiter.api.Test;

class DropoutTest {
    @Test
    void isTheIdentityAtZeroAndInEvaluation() {
        Tensor x = random(1, 4, 5);
        assertSame(x, new Dropout(0).forward(x));
        Dropout layer = new Dropout(0.5f);
        layer.train(false);
        assertSame(x, layer.forward(x));
    }

    @Test
    void keepsTheExpectation() {
        Dropout layer = new Dropout(0.25f);
        layer.dropoutFrom(new DropoutSource(1));
        int n = 40_000;
        float[] y = layer.forward(Tensor.full(3, n)).toArray();
        int zeros = 0;
        for (float value : y) {
            assertTrue(value == 0 || value == 4, "3 / 0.75 or 0, not " + value);
            zeros += value == 0 ? 1 : 0;
        }
        assertEquals(0.25 * n, zeros, 4 * Math.sqrt(0.25 * 0.75 * n)); // four standard deviations
    }

    @Test
    void asksForRandomNumbers() {
        String message = assertThrows(IllegalStateException.class, () -> new Dropout(0.1f).forward(Tensor.zeros(2)))
                .getMessage();
        assertTrue(message.contains("dropoutFrom"), message);
        assertThrows(IllegalArgumentException.class, () -> new Dropout(1));
        assertThrows(IllegalArgumentException.class, () -> new Dropout(Float.NaN));
    }

    /** Each place of dropout in a block gets its own mask, and a replay gets the masks of its step. */
    @Test
    void aBlockDrawsNewMasksEachStepEagerOrReplayed() {
        BlockConfig config = BlockConfig.of(8, 2).hidden(8);
        TransformerBlock block = new TransformerBlock(config.dropout(0.3f).hiddenDropout(0.3f).attentionDropout(0.3f));
        block.initialise(2);
        DropoutSource source = new DropoutSource(3);
        block.dropoutFrom(source);
        Tensor x = random(4, 2, 3, 8);
        float[][] eager = new float[2][];
        for (int step = 0; step < 2; step++) {
            source.step(step);
            eager[step] = block.forward(x).toArray();
        }
        assertFalse(Arrays.equals(eager[0], eager[1]));

        source.step(0);
        Program program = Program.trace(() -> block.forward(x));
        for (int step = 1; step >= 0; step--) {
            source.step(step);
            assertArrayEquals(eager[step], program.forward().toArray());
        }

        block.train(false);
        float[] evaluated = block.forward(x).toArray();
        assertFalse(Arrays.equals(eager[0], evaluated));
        TransformerBlock without = new TransformerBlock(config);
        without.initialise(2);
        assertArrayEquals(without.forward(x).toArray(), evaluated, 1e-6f); // the same function, by another operation
    }
}
