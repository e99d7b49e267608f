package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MeasuresTest {
    private static final boolean[] REAL = {true, true, true, false};
    private static final boolean[] INFORMATIVE = {false, true, false, false};

    @Test
    void theShareIsOfRealFramesAndOfMagnitudes() {
        assertEquals(0.75f, Measures.share(new double[] {-2, 1, 1, 5}, REAL, INFORMATIVE));
        assertEquals(2f / 3, Measures.share(new double[] {1, 1, 1, 1}, REAL, INFORMATIVE));
        assertEquals(0f, Measures.share(new double[] {0, 3, 0, 9}, REAL, INFORMATIVE));
    }

    @Test
    void nothingHasNoShare() {
        assertTrue(Float.isNaN(Measures.share(null, REAL, INFORMATIVE)));
        assertTrue(Float.isNaN(Measures.share(new double[4], REAL, INFORMATIVE)));
    }
}
