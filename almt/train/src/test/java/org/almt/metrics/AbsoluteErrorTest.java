package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.almt.input.DatasetKind;
import org.junit.jupiter.api.Test;

class AbsoluteErrorTest {
    /** CH-SIMS clips both to [-1, 1] first. */
    @Test
    void isThatOfTheKind() {
        assertEquals(0.25f, Metrics.absoluteError(DatasetKind.SIMS, 1.5f, 0.75f));
        assertEquals(2, Metrics.absoluteError(DatasetKind.SIMS, -7, 1.2f));
        assertEquals(0.75f, Metrics.absoluteError(DatasetKind.MOSI, 1.5f, 0.75f));
        assertEquals(3.5f, Metrics.absoluteError(DatasetKind.MOSEI, -4, -0.5f));
        assertEquals(Float.NaN, Metrics.absoluteError(DatasetKind.SIMS, Float.NaN, 0));
    }

    /** |1 - 0.75| and |-1 - 0.5|, whose mean is 0.875. */
    @Test
    void meanIsTheMetric() {
        assertEquals(0.875, Metrics.of(DatasetKind.SIMS, new float[] {1.5f, -2}, new float[] {0.75f, 0.5f}).mae());
    }
}
