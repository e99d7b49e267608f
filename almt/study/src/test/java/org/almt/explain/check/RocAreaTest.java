package org.almt.explain.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RocAreaTest {
    /** Against counting all pairs of a marked and another item, with many ties. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 20, 101})
    void isTheShareOfPairsInOrder(int n) {
        RandomStream random = new RandomStream(n, 1);
        double[] scores = new double[n];
        boolean[] marked = new boolean[n];
        for (int i = 0; i < n; i++) {
            scores[i] = random.nextInt(5) - 2;
            marked[i] = i == 0 || i > 1 && random.nextInt(3) == 0;
        }
        double won = 0;
        double pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (marked[i] && !marked[j]) {
                    pairs++;
                    won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        assertEquals(won / pairs, RocArea.of(scores, marked), 1e-12);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isUndefinedWhereAScoreIs() {
        assertEquals(Double.NaN, RocArea.of(new double[] {1, Double.NaN, 2}, new boolean[] {true, false, false}));
    }

    @Test
    void isUndefinedForOneKindAlone() {
        assertEquals(Double.NaN, RocArea.of(new double[] {1, 2}, new boolean[2]));
        assertEquals(Double.NaN, RocArea.of(new double[] {1, 2}, new boolean[] {true, true}));
    }
}
