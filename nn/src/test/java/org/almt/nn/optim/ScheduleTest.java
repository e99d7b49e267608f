package org.almt.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    /** The factors at moments 0 to 24, and those of a plateau between losses, as PyTorch 1.13 set them. */
    @Test
    void factorsArePyTorchs() throws IOException {
        Map<String, Schedule> schedules = Map.of(
                "linear", Schedule.linear(0.2, 0.7, 12),
                "cosine", Schedule.cosine(24, 0.1),
                "stairs", Schedule.stairs(5, 0.3),
                "warmup_stairs", Schedule.stairs(5, 0.3).warmup(4),
                "plateau", new Plateau(0.5, 2));
        double[] losses = Npz.read(Fixtures.path("torch/schedules.npz")).get("losses").doubles();
        for (Map.Entry<String, Schedule> named : schedules.entrySet()) {
            double[] expected = Npz.read(Fixtures.path("torch/schedules.npz")).get(named.getKey()).doubles();
            assertEquals(25, expected.length);
            for (int t = 0; t < expected.length; t++) {
                assertEquals(expected[t], named.getValue().factor(t), 1e-12, named.getKey() + " at " + t);
                named.getValue().report(losses[t]);
            }
        }
    }

    @Test
    void theEndIsKept() {
        assertEquals(0, Schedule.cosine(10).factor(10), 1e-16);
        assertEquals(0, Schedule.cosine(10).factor(1_000), 1e-16);
        assertEquals(0.7, Schedule.linear(0.2, 0.7, 12).factor(Long.MAX_VALUE), 1e-15);
        assertEquals(1, Schedule.constant().factor(1_000_000));
    }

    /** The reference's warm-up had a first epoch at rate 0. */
    @Test
    void aWarmUpNeverBeginsAtZero() {
        Schedule schedule = Schedule.cosine(100).warmup(10);
        assertEquals(0.1, schedule.factor(0), 1e-15);
        assertEquals(1, schedule.factor(9), 1e-15);
        assertEquals(1, schedule.factor(10), 1e-15);
        assertEquals(0.5, schedule.factor(60), 1e-15);
    }

    @Test
    void aScheduleOfEpochsServesSteps() {
        Schedule plateau = new Plateau(0.1, 0).byEpochsOf(20);
        Schedule bySteps = Schedule.stairs(1, 0.5).byEpochsOf(20);
        assertEquals(1, bySteps.factor(19));
        assertEquals(0.5, bySteps.factor(20));
        assertEquals(0.25, bySteps.factor(40));
        plateau.report(2);
        plateau.report(2);
        assertEquals(0.1, plateau.factor(40));
        assertEquals(0.1, new Plateau(0.1, 0).warmup(3).byEpochsOf(2).factor(0) * 0.3, 1e-15);
    }

    @Test
    void lengthsBelowOneAreRefused() {
        assertEquals("schedule: a length of 0; 1 or more is needed",
                assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Schedule.linear(1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.stairs(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> Schedule.constant().warmup(0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.constant().byEpochsOf(0));
    }
}
