package org.almt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GrowthFiguresTest {
    @Test
    void thePowerOfAPowerLawIsFound() {
        assertEquals(2, GrowthFigures.exponent(new int[] {1, 3, 10}, new double[] {5, 45, 500}), 1e-12);
        assertEquals(0, GrowthFigures.exponent(new int[] {1, 2, 4}, new double[] {7, 7, 7}), 1e-12);
    }

    /** A fixed part of 9 flattens the law: between 1 and 2. */
    @Test
    void aFixedPartLowersTheExponent() {
        double found = GrowthFigures.exponent(new int[] {1, 10, 100}, new double[] {10, 19, 109});
        assertEquals(Math.log10(10.9) / 2, found, 1e-12);
    }
}
