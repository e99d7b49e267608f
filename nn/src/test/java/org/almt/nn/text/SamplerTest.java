package org.almt.nn.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final int DRAWS = 20_000;

    /** Shares of the tokens among many draws. */
    private static double[] shares(Sampler sampler, float... scores) {
        double[] shares = new double[scores.length];
        for (int i = 0; i < DRAWS; i++) {
            shares[sampler.next(Tensor.of(scores, scores.length))] += 1.0 / DRAWS;
        }
        return shares;
    }

    /** Five deviations of a share near 1/2 are 0.018. */
    private static void assertShares(double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], expected[i] == 0 ? 0 : 0.018, "token " + i);
        }
    }

    private static final float[] SCORES = {(float) Math.log(2), 0, (float) Math.log(5), Float.NEGATIVE_INFINITY};

    @Test
    void tokensAreDrawnByTheirProbability() {
        assertShares(new double[] {0.25, 0.125, 0.625, 0}, shares(Sampler.of(1), SCORES));
        assertShares(new double[] {4 / 30.0, 1 / 30.0, 25 / 30.0, 0}, shares(Sampler.of(1).temperature(0.5f), SCORES));
        assertShares(new double[] {0, 0, 1, 0}, shares(Sampler.of(1).temperature(0), SCORES));
    }

    @Test
    void improbableTokensAreLeftOut() {
        assertShares(new double[] {2 / 7.0, 0, 5 / 7.0, 0}, shares(Sampler.of(2).topK(2), SCORES));
        assertShares(new double[] {2 / 7.0, 0, 5 / 7.0, 0}, shares(Sampler.of(2).topP(0.8), SCORES));
        assertShares(new double[] {0, 0, 1, 0}, shares(Sampler.of(2).topP(0.6), SCORES));
        assertShares(new double[] {0, 0, 1, 0}, shares(Sampler.of(2).topK(1), SCORES));
    }

    @Test
    void negativeScoresRankAndTheLastRowCounts() {
        Tensor scores = Tensor.of(new float[] {9, 0, 0, -3, -1, -2}, 2, 3);
        assertEquals(1, Sampler.of(0).temperature(0).next(scores));
        assertEquals(0, Sampler.of(0).temperature(0).next(Tensor.of(new float[] {-0f, 0f}, 2)));
    }

    @Test
    void equalSeedsDrawEqualTokens() {
        Sampler one = Sampler.of(7);
        Sampler other = Sampler.of(7);
        for (int i = 0; i < 50; i++) {
            assertEquals(one.next(Tensor.of(SCORES, 4)), other.next(Tensor.of(SCORES, 4)));
        }
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThrows(IllegalArgumentException.class, () -> Sampler.of(0).temperature(-1));
        assertThrows(IllegalArgumentException.class, () -> Sampler.of(0).topK(0));
        assertThrows(IllegalArgumentException.class, () -> Sampler.of(0).topP(0));
        assertEquals("sampler: no token has a score that is a number above -infinity",
                assertThrows(IllegalArgumentException.class,
                        () -> Sampler.of(0).next(Tensor.of(new float[] {0, Float.NaN}, 2))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Sampler.of(0).next(Tensor.zeros(0, 3)));
    }
}
