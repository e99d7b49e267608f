package org.almt.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmupCosineTest {
    /** What the reference's scheduler was seen to set for 200 epochs at base rate 1e-4, to twelve digits. */
    @ParameterizedTest
    @CsvSource({
            "1, 0", "2, 5e-06", "11, 5e-05", "21, 0.0001", "22, 0.0001", "23, 9.99923847578e-05",
            "50, 9.41473796429e-05", "100, 6.03955845409e-05", "150, 1.92169262337e-05", "200, 3.04586490452e-08"
    })
    void followsTheReference(int epoch, double rate) {
        assertEquals(rate, 1e-4 * new WarmupCosine(200).factor(epoch), 1e-12 * rate);
    }

    @Test
    void climbsAgainPastTheEnd() {
        WarmupCosine schedule = new WarmupCosine(200);
        assertEquals(0, schedule.factor(202), 1e-15);
        assertTrue(schedule.factor(210) > schedule.factor(202));
    }

    @Test
    void warmUpOfAFractionOfAnEpochIsOneEpochAtZero() {
        WarmupCosine schedule = new WarmupCosine(3);
        assertEquals(0, schedule.factor(1));
        assertEquals(1, schedule.factor(2));
        assertEquals(0.5 * (1 + Math.cos(Math.PI / 2.7)), schedule.factor(3), 1e-15);
    }

    @Test
    void refusesWhatIsNoEpoch() {
        assertThrows(IllegalArgumentException.class, () -> new WarmupCosine(0));
        assertThrows(IllegalArgumentException.class, () -> new WarmupCosine(10).factor(0));
    }
}
