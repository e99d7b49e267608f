package org.almt.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A soak of a few seconds, or of as many minutes as {@code -Dalmt.soak.minutes} says, and its verdict. */
class SoakTest {
    @TempDir
    Path folder;

    @Test
    void everythingAtOnce() throws Exception {
        Minutes minutes = Soak.asGiven(folder).run();
        System.err.println(Soak.verdict(minutes));
        assertEquals(List.of(), minutes.faults());
    }

    /** Forty minutes in which one figure grows by a step each minute, and the others stay. */
    private static Minutes growing(SoakFigure figure, long step) {
        Minutes minutes = new Minutes();
        for (int i = 1; i <= 40; i++) {
            long[] row = new long[SoakFigure.values().length];
            for (SoakFigure each : SoakFigure.values()) {
                row[each.ordinal()] = each.isMemory() ? 50_000 : each.isFlat() ? 20 : 0;
            }
            row[SoakFigure.REQUESTS.ordinal()] = i;
            row[SoakFigure.STUDIES.ordinal()] = i;
            row[figure.ordinal()] += i * step;
            minutes.add(row);
        }
        return minutes;
    }

    @Test
    void whatGrowsIsSaid() {
        assertEquals(List.of(), growing(SoakFigure.REQUESTS, 1).faults());
        assertEquals(List.of(), growing(SoakFigure.SERVER_HEAP, 100).faults(), "2 MB between the quarters");
        assertTrue(growing(SoakFigure.SERVER_HEAP, 600).faults().getFirst().startsWith("server heap grew"));
        assertTrue(growing(SoakFigure.STUDY_FILES, 1).faults().getFirst().startsWith("study files grew from 40"));
        assertTrue(growing(SoakFigure.SERVER_THREADS, 1).faults().getFirst().startsWith("server threads grew"));
        assertEquals(List.of("40 unequal trainings"), growing(SoakFigure.UNEQUAL_TRAININGS, 1).faults());
    }
}
