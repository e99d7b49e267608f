package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.Test;

class LstmSequenceTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return LstmSequence.class;
    }

    @Override
    protected List<OpCase> cases() {
        return Recurrences.small(true);
    }

    @Override
    protected List<OpCase> largeCases() {
        return Recurrences.large(true);
    }

    /** The bits of a sample depend neither on its neighbours, nor on the padding, nor on how its times are read. */
    @Test
    void aSampleIsTheSameAloneAmongOthersAndStepByStep() {
        RecurrentWeights w = weights(3, 5, 1);
        Tensor x = random(2, 40, 6, 3);
        int[] lengths = new int[40];
        Arrays.fill(lengths, 6);
        lengths[33] = 4;
        float[] among = Ops.lstm(x, null, null, Indices.of(lengths), w).toArray();
        Tensor alone = Tensor.of(Arrays.copyOfRange(x.array(), 33 * 18, 33 * 18 + 12), 1, 4, 3);
        float[] expected = Ops.lstm(alone, null, null, null, w).toArray();
        assertArrayEquals(Arrays.copyOf(expected, 20), Arrays.copyOfRange(among, 33 * 30, 33 * 30 + 20));
        assertArrayEquals(new float[10], Arrays.copyOfRange(among, 33 * 30 + 20, 34 * 30));

        Tensor h = Tensor.zeros(1, 1, 5);
        Tensor c = Tensor.zeros(1, 1, 5);
        for (int t = 0; t < 4; t++) {
            Tensor now = Tensor.of(Arrays.copyOfRange(alone.array(), 3 * t, 3 * t + 3), 1, 1, 3);
            float[] next = Ops.lstm(now, h, c, null, w).toArray();
            h = Tensor.of(Arrays.copyOfRange(next, 5, 10), 1, 1, 5);
            c = Tensor.of(Arrays.copyOfRange(next, 10, 15), 1, 1, 5);
            assertArrayEquals(Arrays.copyOfRange(expected, 5 * t, 5 * t + 5), h.toArray());
        }
        assertArrayEquals(Arrays.copyOfRange(expected, 25, 30), c.toArray());
    }

    @Test
    void aReplayedProgramServesOtherLengths() {
        RecurrentWeights w = weights(3, 5, 1);
        RecurrentWeights back = weights(3, 5, 2);
        Tensor x = random(2, 3, 4, 3).requiresGrad(true);
        Indices lengths = Indices.of(4, 4, 4);
        Program program = Program.trace(() -> Ops.sum(Ops.tanh(Ops.lstm(x, null, null, lengths, w, back))));
        for (int step = 0; step < 3; step++) {
            lengths.set(new int[] {step, 4 - step, 1});
            program.forward();
            x.zeroGrad();
            program.backward();
            Tensor fresh = Tensor.of(x.toArray(), 3, 4, 3).requiresGrad(true);
            Tensor loss = Ops.sum(Ops.tanh(Ops.lstm(fresh, null, null, lengths, w, back)));
            loss.backward();
            assertEquals(loss.item(), program.result().item());
            assertArrayEquals(fresh.grad().toArray(), x.grad().toArray());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor x = Tensor.zeros(2, 4, 3);
        RecurrentWeights w = weights(3, 5, 1);
        assertEquals("lstm: an input [batch, times, width] of at least one time is needed, not [2,0,3]",
                refusal(Tensor.zeros(2, 0, 3), null, null, w));
        assertEquals("lstm: input weight has shape [20,3] but [20,4] is needed for inputs of width 4",
                refusal(Tensor.zeros(2, 4, 4), null, null, w));
        assertEquals("lstm: weights of 0 directions; give those of one direction or of two", refusal(x, null, null));
        assertEquals("lstm: hidden weight has shape [24,6] but [20,5] is needed in both directions",
                refusal(x, null, null, w, weights(3, 6, 1)));
        assertEquals("lstm: first state has shape [2,5] but [1,2,5] is needed as [directions, batch, width]",
                refusal(x, Tensor.zeros(2, 5), null, w));
        assertEquals("lstm: 1 lengths for [2,4,3]; one for each of the 2 samples is needed",
                refusal(x, null, Indices.of(4), w));
        assertEquals("lstm: sample 1 has a length of 5; it must be from 0 to the 4 times of [2,4,3]",
                refusal(x, null, Indices.of(0, 5), w));
    }

    private static String refusal(Tensor x, Tensor h, Indices lengths, RecurrentWeights... w) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.lstm(x, h, null, lengths, w)).getMessage();
    }

    private static RecurrentWeights weights(int in, int width, long seed) {
        return new RecurrentWeights(random(seed, 4 * width, in), random(seed + 10, 4 * width, width),
                random(seed + 20, 4 * width), random(seed + 30, 4 * width));
    }

    private static Tensor random(long seed, int... sizes) {
        Tensor x = Tensor.zeros(sizes);
        RandomStream random = new RandomStream(seed, 0);
        for (int i = 0; i < x.shape().count(); i++) {
            x.array()[i] = (float) random.nextGaussian() / 2;
        }
        return x;
    }
}
