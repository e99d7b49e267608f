package org.almt.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    private static final int N = 200_000;

    @Test
    void aNumberDependsOnItsNameAlone() {
        RandomStream stream = new RandomStream(7, 3);
        stream.seek(5);
        int[] scratch = new int[RandomStream.BLOCK];
        int[] inOrder = new int[10];
        for (int i = 0; i < 10; i++) {
            inOrder[i] = stream.nextBits();
        }
        for (int i = 9; i >= 0; i--) {
            assertEquals(inOrder[i], RandomStream.bits(7, 3, 5, i, scratch));
        }
        stream.seek(6);
        stream.nextBits();
        stream.seek(5);
        assertEquals(inOrder[0], stream.nextBits());
    }

    @Test
    void everyPartOfTheNameCounts() {
        Set<Integer> first = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (long purpose = 0; purpose < 10; purpose++) {
                for (long step = 0; step < 10; step++) {
                    first.add(RandomStream.bits(seed, purpose, step, 0, new int[4]));
                }
            }
        }
        // among 1000 draws from 2^32, two are equal by chance once in ten thousand times; the seeds here are fixed
        assertEquals(1000, first.size());
    }

    @Test
    void forksDifferFromTheirParentAndFromOneAnother() {
        RandomStream parent = new RandomStream(1, 0);
        int[] firsts = {parent.fork(0).nextBits(), parent.fork(1).nextBits(), parent.fork(1).fork(1).nextBits(),
                parent.fork(2).nextBits(), parent.nextBits()};
        assertEquals(firsts.length, Arrays.stream(firsts).distinct().count());
        assertEquals(firsts[1], new RandomStream(1, 0).fork(1).nextBits());
    }

    @Test
    void uniformNumbersFillTheirRange() {
        RandomStream stream = new RandomStream(2, 0);
        int[] bins = new int[20];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < N; i++) {
            float u = stream.nextFloat();
            assertTrue(u >= 0 && u < 1);
            assertEquals(0, u * 0x1p24f % 1);
            bins[(int) (u * bins.length)]++;
            sum += u;
            squares += u * u;
        }
        assertEquals(0.5, sum / N, 0.003);
        assertEquals(1.0 / 3, squares / N, 0.003);
        assertChiSquared(bins);
        double doubles = 0;
        for (int i = 0; i < N; i++) {
            double u = stream.nextDouble();
            assertTrue(u >= 0 && u < 1);
            doubles += u;
        }
        assertEquals(0.5, doubles / N, 0.003);
    }

    /** With 19 degrees of freedom chi-squared exceeds 43.8 once in a thousand times; the seeds are fixed. */
    private static void assertChiSquared(int[] bins) {
        double expected = (double) N / bins.length;
        double chi = Arrays.stream(bins).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
        assertTrue(chi < 43.8, "chi squared " + chi);
    }

    @Test
    void neighboursAreNotCorrelated() {
        RandomStream stream = new RandomStream(3, 0);
        double last = stream.nextDouble() - 0.5;
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double next = stream.nextDouble() - 0.5;
            sum += last * next;
            last = next;
        }
        // the mean of N products of variance 1/144
        assertEquals(0, sum / N, 4 / 12.0 / Math.sqrt(N));
    }

    @Test
    void normalNumbersHaveTheirMoments() {
        RandomStream stream = new RandomStream(4, 0);
        double[] moments = new double[5];
        for (int i = 0; i < N; i++) {
            double x = stream.nextGaussian();
            for (int m = 1; m < moments.length; m++) {
                moments[m] += Math.pow(x, m) / N;
            }
        }
        assertEquals(0, moments[1], 0.01);
        assertEquals(1, moments[2], 0.015);
        assertEquals(0, moments[3], 0.04);
        assertEquals(3, moments[4], 0.1);
    }

    @Test
    void boundedNumbersAreEvenlySpread() {
        RandomStream stream = new RandomStream(5, 0);
        int[] bins = new int[20];
        for (int i = 0; i < N; i++) {
            bins[stream.nextInt(20)]++;
        }
        assertChiSquared(bins);
        assertEquals(0, stream.nextInt(1));
        assertThrows(IllegalArgumentException.class, () -> stream.nextInt(0));
    }

    @Test
    void permutationsHoldEachNumberOnceAndDiffer() {
        RandomStream stream = new RandomStream(6, 0);
        int[] first = stream.permutation(100);
        int[] second = stream.permutation(100);
        assertNotEquals(Arrays.toString(first), Arrays.toString(second));
        Arrays.sort(first);
        for (int i = 0; i < first.length; i++) {
            assertEquals(i, first[i]);
        }
        assertArrayEquals(new int[0], stream.permutation(0));
    }

    @Test
    void everyPlaceOfAPermutationIsAsLikely() {
        RandomStream stream = new RandomStream(7, 0);
        int[] bins = new int[20];
        for (int i = 0; i < N; i++) {
            bins[stream.permutation(20)[3]]++;
        }
        assertChiSquared(bins);
    }
}
