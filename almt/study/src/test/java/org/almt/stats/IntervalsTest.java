package org.almt.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.almt.core.random.RandomStream;
import org.almt.explain.Method;
import org.almt.explain.check.MethodRanking;
import org.almt.explain.check.TruthCheck;
import org.almt.input.Modality;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    /** For the mean of many numbers, the bootstrap agrees with the normal distribution: ± 1.96 σ / √n. */
    @Test
    void isAsWideAsTheoryHasIt() {
        RandomStream random = new RandomStream(3, 1);
        int n = 400;
        double[] values = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            values[i] = 2 + random.nextGaussian();
            mean += values[i] / n;
        }
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / n;
        }
        Interval interval = Intervals.ofMean(values);
        double half = 1.96 * Math.sqrt(variance / n);
        assertEquals(mean, interval.value(), 1e-12);
        assertEquals(mean - half, interval.low(), 0.12 * half);
        assertEquals(mean + half, interval.high(), 0.12 * half);
        assertTrue(interval.excludesZero());
        assertEquals(interval, Intervals.ofMean(values), "the same each time");
    }

    @Test
    void ofEqualNumbersIsAPoint() {
        assertEquals(new Interval(3, 3, 3), Intervals.ofMean(3, 3, 3, 3, 3));
    }

    /** Resamples of one sample are all equal: what looks like certainty is that nothing is known. */
    @Test
    void ofVeryFewSamplesThereIsNone() {
        assertEquals(new Interval(0.7, Double.NaN, Double.NaN), Intervals.ofMean(0.7));
        assertEquals(new Interval(2, Double.NaN, Double.NaN), Intervals.ofMean(1, 1, 3, 3));
        assertTrue(Intervals.ofMean(1, 1, 3, 3).hasTooFewSamples());
        assertFalse(Intervals.ofMean(1, 1, 3, 3).excludesZero());
        assertFalse(Intervals.ofMean(1, 1, 3, 3, 3).hasTooFewSamples());
        assertFalse(Intervals.ofMean().hasTooFewSamples());
    }

    @Test
    void ofVeryFewSamplesNoMethodIsBest() {
        TruthCheck two = new TruthCheck(
                Modality.AUDIO, 2, 2, Map.of(), Map.of(
                        Method.GRADIENT, Intervals.ofMean(0.9, 0.9), Method.OCCLUSION, Intervals.ofMean(0.1, 0.1)),
                Method.GRADIENT, Method.OCCLUSION, Intervals.ofMean(0.2, 0.2));
        assertEquals("too few samples to distinguish methods", two.verdict());
        MethodRanking ranking = MethodRanking.of(List.of(two), List.of());
        assertEquals(Map.of(), ranking.where());
        assertEquals(Map.of(), ranking.direction());
        assertEquals("Best for locating words and frames: too few samples for audio (area under the ROC curve)."
                + " Best for the direction of the effect: too few samples for audio (correlation of its sum"
                + " with the known part).", ranking.why());
    }

    /** A correlation is undefined where all that are drawn are one sample; of five, that is one resample of 625. */
    @Test
    void resamplesWithoutTheFigureAreLeftOut() {
        assertEquals(new Interval(1, 1, 1), Intervals.of(
                5, chosen -> IntStream.of(chosen).distinct().count() == 1 ? Double.NaN : 1));
        assertEquals(new Interval(Double.NaN, Double.NaN, Double.NaN), Intervals.ofMean());
    }
}
