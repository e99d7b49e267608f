package org.almt.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.almt.core.random.RandomStream;
import org.almt.stats.Interval;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    /** For the mean of many numbers the bootstrap comes to what the normal distribution says: ± 1.96 σ / √n. */
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
        assertEquals(new Interval(3, 3, 3), Intervals.ofMean(3, 3, 3));
    }

    /** A correlation is undefined where all that are drawn are one sample; of three, that is one resample of nine. */
    @Test
    void resamplesWithoutTheFigureAreLeftOut() {
        assertEquals(new Interval(1, 1, 1), Intervals.of(
                3, chosen -> IntStream.of(chosen).distinct().count() == 1 ? Double.NaN : 1));
        assertEquals(new Interval(Double.NaN, Double.NaN, Double.NaN), Intervals.ofMean());
    }
}
