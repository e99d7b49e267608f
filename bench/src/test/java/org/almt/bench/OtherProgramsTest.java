package org.almt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OtherProgramsTest {
    private static final long SECOND = 1_000_000_000L;

    /** In ten seconds all were busy for 1,700 ticks, of which 900 were ours: others used 0.8 processors. */
    @Test
    void subtractsOurOwnWorkFromAllWork() {
        OtherPrograms.Sample before =
                OtherPrograms.Sample.of(0, List.of("cpu  100 10 50 9000 7 1 2 30 0 0", "cpu0 0", "cpu1 0"),
                        "42 (a (b) c) S 1 1 1 0 -1 4194304 1 1 1 1 5 6 7 8 20 0");
        OtherPrograms.Sample after = OtherPrograms.Sample.of(10 * SECOND,
                List.of("cpu  1000 110 600 9100 7 51 102 40 0 0", "cpu0 0", "cpu1 0"),
                "42 (a (b) c) S 1 1 1 0 -1 4194304 1 1 1 1 105 106 607 108 20 0");
        OtherPrograms noise = Objects.requireNonNull(OtherPrograms.between(before, after));
        assertEquals(0.8, noise.others(), 1e-9);
        assertEquals(0.01, noise.stolen(), 1e-9);
        assertEquals(2, noise.online());
    }

    @Test
    void processorsThatAreLeftOverMayBeBusy() {
        assertFalse(new OtherPrograms(0.9, 0, 2).disturbs(1));
        assertTrue(new OtherPrograms(1.2, 0, 2).disturbs(1));
        assertTrue(new OtherPrograms(0.9, 0, 2).disturbs(2));
        assertFalse(new OtherPrograms(0.04, 0.04, 2).disturbs(2));
        assertTrue(new OtherPrograms(0, 0.2, 64).disturbs(1));
    }

    @Test
    void nothingIsKnownWhereTheSystemDoesNotTell() {
        assertNull(OtherPrograms.between(null, null));
    }
}
