package org.almt.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateScheduleTest {
    @Test
    void byStepItIsTheSameCurveOverAllUpdates() {
        RateSchedule.Factor factor = RateSchedule.of("warmup-cosine-by-step").over(3, 20);
        WarmupCosine curve = new WarmupCosine(60);
        assertEquals(0, factor.at(1, 0));
        assertEquals(0.5, factor.at(1, 3), 1e-15); // half of the 6 updates of warm-up
        assertEquals(1, factor.at(1, 6));
        assertEquals(curve.factor(20), factor.at(1, 19));
        assertEquals(curve.factor(21), factor.at(2, 0));
        assertEquals(0, factor.at(3, 19), 0.01);
    }

    /** A run may have more updates than an int counts. */
    @Test
    void byStepItCountsBeyondAnInt() {
        RateSchedule.Factor factor = RateSchedule.WARMUP_COSINE_BY_STEP.over(1_000_000, 10_000);
        assertEquals(0.5, factor.at(50_001, 0), 1e-15);
        assertEquals(1, factor.at(100_001, 0), 1e-15);
        assertEquals(0, factor.at(1_000_000, 9_999), 1e-9);
    }

    @Test
    void byEpochItDoesNotChangeInsideOfOne() {
        RateSchedule.Factor factor = RateSchedule.WARMUP_COSINE.over(30, 5);
        assertEquals(new WarmupCosine(30).factor(17), factor.at(17, 0));
        assertEquals(new WarmupCosine(30).factor(17), factor.at(17, 4));
        assertEquals(1, RateSchedule.CONSTANT.over(30, 5).at(30, 4));
    }
}
