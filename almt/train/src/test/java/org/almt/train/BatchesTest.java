package org.almt.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everySampleOnceAnEpochInBatchesThatFit(
            @ForAll @IntRange(min = 1, max = 300) int samples, @ForAll @IntRange(min = 1, max = 70) int batchSize,
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 1000) int epoch) {
        Batches batches = Batches.shuffled(samples, batchSize, seed);
        int[] sorted = batches.order(epoch).clone();
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, samples).toArray(), sorted);
        int next = 0;
        for (int batch = 0; batch < batches.count(); batch++) {
            assertEquals(next, batches.from(batch));
            assertTrue(batches.size(batch) >= 1 && batches.size(batch) <= batchSize);
            next += batches.size(batch);
        }
        assertEquals(samples, next);
    }

    @Test
    void orderFollowsFromSeedAndEpochAlone() {
        int[] third = Batches.shuffled(100, 16, 5).order(3);
        Batches again = Batches.shuffled(100, 16, 5);
        again.order(9);
        assertArrayEquals(third, again.order(3));
        assertFalse(Arrays.equals(third, again.order(4)));
        assertFalse(Arrays.equals(third, Batches.shuffled(100, 16, 6).order(3)));
    }

    @Test
    void withoutShufflingTheFilesOrder() {
        assertArrayEquals(new int[] {0, 1, 2}, Batches.inOrder(3, 2).order(7));
    }

    @Test
    void aTableGivesARowAnEpoch() {
        Batches batches = Batches.listed(new int[][] {{2, 0, 1}, {1, 0, 2}}, 3, 2, 2);
        assertArrayEquals(new int[] {1, 0, 2}, batches.order(2));
    }

    @Test
    void aTableThatIsNoTableOfPermutationsIsRefused() {
        refused("1 rows are too few for 2 epochs", new int[][] {{0, 1, 2}});
        refused("rows have 2 entries; the training split has 3 samples", new int[][] {{0, 1}, {1, 0}});
        refused("row 1 is not a permutation of 0 to 2: 0 occurs twice", new int[][] {{0, 1, 2}, {0, 0, 2}});
        refused("row 0 is not a permutation of 0 to 2: 3 is outside", new int[][] {{0, 1, 3}, {0, 1, 2}});
        refused("row 0 is not a permutation of 0 to 2: -1 is outside", new int[][] {{0, -1, 2}, {0, 1, 2}});
    }

    private static void refused(String message, int[][] table) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Batches.listed(table, 3, 2, 2));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void anEmptySplitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Batches.inOrder(0, 2));
    }
}
