package org.almt.bench;

import static org.almt.bench.Measurements.ceiling;
import static org.almt.bench.Measurements.gemm;
import static org.almt.bench.Measurements.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunClockTest {
    private static final Case CASE = gemm("ours", 1);

    private long now;

    /** Fifty measurements of ten seconds. */
    private RunClock clock(String minutes) {
        return new RunClock(Collections.nCopies(50, CASE), minutes, _ -> 10, () -> now);
    }

    private void pass(double seconds) {
        now += (long) (seconds * 1e9);
    }

    @Test
    void countsAgainstOneGoalAndEstimatesTheEnd() {
        RunClock clock = clock("auto");
        assertEquals("time: about 8:20 for 50 measurements, at most 10:00 with repeats because of noise\n",
                clock.announce());
        assertEquals("[ 1/50, 0:00 of about 8:20]", clock.begin());
        pass(10);
        clock.end(CASE, 10);
        assertEquals("[ 2/50, 0:10 of about 8:20]", clock.begin());
        pass(30); // a third of the speed: (60 + 10 + 30) / (60 + 10 + 10) for each of 48
        clock.end(CASE, 30);
        assertEquals("[ 3/50, 0:40 of about 10:00]", clock.begin()); // not 10:40
    }

    /** 500 seconds are planned, and 45 are kept for falls: five repeats of ten seconds fit. */
    @Test
    void repeatsBecauseOfNoiseEndBeforeTheLimit() {
        RunClock clock = clock("auto");
        int repeats = 0;
        while (clock.mayRepeat(CASE)) {
            repeats++;
            pass(10);
            clock.repeated(10);
        }
        assertEquals(5, repeats);
        assertFalse(clock.isOver(CASE));
    }

    @Test
    void nothingBeginsThatWouldEndAfterTheLimit() {
        RunClock clock = clock("8");
        int measured = 0;
        while (!clock.isOver(CASE)) {
            measured++;
            pass(10);
            clock.end(CASE, 10);
        }
        assertEquals(48, measured);
    }

    /** With native peers a run takes half an hour. */
    @Test
    void aLongPlanHasNoLimitButFewRepeats() {
        RunClock clock = new RunClock(Collections.nCopies(500, CASE), "auto", _ -> 10, () -> now);
        pass(50_000);
        assertFalse(clock.isOver(CASE));
        assertTrue(clock.mayRepeat(CASE));
        clock.repeated(85);
        assertFalse(clock.mayRepeat(CASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "0", "-3", "NaN"})
    void refusesWhatIsNoLimit(String minutes) {
        assertEquals("bench.minutes: '" + minutes + "' is neither auto nor a number of minutes, such as 10",
                assertThrows(IllegalArgumentException.class, () -> clock(minutes)).getMessage());
    }

    /** A hundred iterations of 10 ms; of operations of 0.1 s no more than twenty; always ten. */
    @Test
    void longOperationsHaveFewerIterations() {
        CaseSeconds seconds = CaseSeconds.of(ceiling(1));
        assertEquals(100, seconds.iterations(0.001));
        assertEquals(20, seconds.iterations(0.1));
        assertEquals(10, seconds.iterations(60));
        assertEquals(40, CaseSeconds.of(step("ours")).iterations(0));
        assertEquals(List.of(1.2, 10.0), List.of(seconds.warmup(), CaseSeconds.of(step("ours")).warmup()));
    }
}
