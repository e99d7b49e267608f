package org.almt.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class DataTest {
    private static final int SAMPLES = 11;

    @Test
    void anEpochTakesEachSampleAtMostOnceInAnOrderOfItsOwn() {
        MiniBatches batches = new MiniBatches(SAMPLES, 3, 5);
        List<Integer> first = epoch(batches, 0);
        assertEquals(9, first.size());
        assertEquals(9, Set.copyOf(first).size());
        assertNotEquals(first, epoch(batches, 1));
        assertEquals(first, epoch(batches, 0));
        assertNotEquals(first, epoch(new MiniBatches(SAMPLES, 3, 6), 0));
        batches.inOrder();
        assertEquals(4, batches.sample(1, 1));
    }

    /** In 40 epochs each sample is left out about 7 times. The probability that some sample never is, is 1e-3. */
    @Test
    void otherSamplesAreLeftOutInEachEpoch() {
        MiniBatches batches = new MiniBatches(SAMPLES, 3, 5);
        Set<Integer> left = new TreeSet<>();
        for (int epoch = 0; epoch < 40; epoch++) {
            List<Integer> taken = epoch(batches, epoch);
            IntStream.range(0, SAMPLES).filter(i -> !taken.contains(i)).forEach(left::add);
        }
        assertEquals(SAMPLES, left.size());
    }

    private static List<Integer> epoch(MiniBatches batches, int epoch) {
        batches.shuffle(epoch);
        List<Integer> samples = new ArrayList<>();
        for (int i = 0; i < batches.count(); i++) {
            for (int j = 0; j < 3; j++) {
                samples.add(batches.sample(i, j));
            }
        }
        return samples;
    }

    @Test
    void rowsAndClassesAreCopiedTogether() {
        Tensor data = Tensor.zeros(4, 2);
        int[] classes = {0, 1, 2, 3};
        for (int i = 0; i < 8; i++) {
            data.array()[i] = i;
        }
        MiniBatches batches = new MiniBatches(4, 2, 1);
        batches.shuffle(3);
        Tensor x = Tensor.zeros(2, 2);
        Indices y = Indices.zeros(2);
        batches.copy(1, data, x);
        batches.copy(1, classes, y);
        for (int i = 0; i < 2; i++) {
            assertEquals(batches.sample(1, i), y.get(i));
            assertEquals(2 * y.get(i) + 1, x.get(i, 1));
        }
        assertEquals("batches: data [4,2] and an input [3,2]; the data need 4 samples, the input 2 of the same shape",
                assertThrows(IllegalArgumentException.class, () -> batches.copy(0, data, Tensor.zeros(3, 2)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> batches.copy(0, new int[3], y));
        assertThrows(IllegalArgumentException.class, () -> batches.sample(2, 0));
        assertThrows(IllegalArgumentException.class, () -> new MiniBatches(3, 4, 0));
    }

    @Test
    void aStreamIsShuffledWithinItsBuffer() {
        List<Integer> shuffled = stream(20, 5, 1);
        assertEquals(IntStream.range(0, 20).boxed().toList(), shuffled.stream().sorted().toList());
        assertNotEquals(IntStream.range(0, 20).boxed().toList(), shuffled);
        for (int place = 0; place < 20; place++) {
            assertTrue(shuffled.get(place) < place + 5, "no example comes more than the buffer too early");
        }
        assertEquals(shuffled, stream(20, 5, 1));
        assertNotEquals(shuffled, stream(20, 5, 2));
        assertEquals(IntStream.range(0, 20).boxed().toList(), stream(20, 1, 1));
        assertThrows(NoSuchElementException.class, () -> new ShuffleBuffer<>(List.of().iterator(), 2, 0, 0).next());
    }

    @Test
    void aStreamHasBatches() {
        ShuffleBuffer<Integer> buffer = new ShuffleBuffer<>(IntStream.range(0, 20).iterator(), 5, 3, 1);
        List<Integer> drawn = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (List<Integer> batch = buffer.next(8); !batch.isEmpty(); batch = buffer.next(8)) {
            sizes.add(batch.size());
            drawn.addAll(batch);
        }
        assertEquals(List.of(8, 8, 4), sizes);
        assertEquals(stream(20, 5, 1), drawn);
        assertThrows(IllegalArgumentException.class, () -> buffer.next(0));
    }

    private static List<Integer> stream(int n, int size, int epoch) {
        List<Integer> drawn = new ArrayList<>();
        new ShuffleBuffer<>(IntStream.range(0, n).iterator(), size, 3, epoch).forEachRemaining(drawn::add);
        return drawn;
    }

    /**
     * Figures by hand: of class 0, two are right and one is predicted as 1. Of class 1, one is right. There is no
     * example of class 2.
     */
    @Test
    void confusionIsCounted() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        matrix.add(Tensor.of(new float[] {3, 1, 2, 5, 0, 0, 0, 1, 0, -3, -1, -2, 0, 0, 9}, 5, 3),
                Indices.of(0, 0, 0, 1, -1));
        assertEquals(4, matrix.total());
        assertEquals(1, matrix.count(0, 1));
        assertEquals(0.75, matrix.accuracy());
        assertEquals(1, matrix.precision(0));
        assertEquals(2 / 3.0, matrix.recall(0));
        assertEquals(0.8, matrix.f1(0), 1e-15);
        assertEquals(0, matrix.f1(2));
        assertEquals((0.8 + 2 / 3.0) / 3, matrix.macroF1(), 1e-15);
        assertArrayEquals(new String[] {"true   0   1   2", "   0   2   1   0", "   1   0   1   0", "   2   0   0   0"},
                matrix.toString().lines().toArray());
        assertThrows(IllegalArgumentException.class, () -> matrix.add(3, 0));
        assertThrows(IllegalArgumentException.class, () -> matrix.add(Tensor.zeros(2, 2), Indices.of(0, 1)));
        assertFalse(new ConfusionMatrix(1).accuracy() > 0);
    }

    /** It counted as class 0. A network of NaN was thus right as often as that class occurs. */
    @Test
    void scoresThatAreNotNumbers() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        Tensor scores = Tensor.of(new float[] {1, 2, Float.NaN, 3}, 2, 2);
        var e = assertThrows(IllegalArgumentException.class, () -> matrix.add(scores, Indices.of(1, 0)));
        assertEquals("confusion: the score of class 0 in row 1 is NaN; look for parameters that were never initialised,"
                + " a learning rate that is too large, or input that is not finite", e.getMessage());
        matrix.add(scores, Indices.of(1, -1));
    }
}
