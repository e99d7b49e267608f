package org.almt.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WorkProgressTest {
    private final StringWriter printed = new StringWriter();
    private long now = 77;

    private WorkProgress progress(boolean quiet) {
        return new WorkProgress(new PrintWriter(printed), quiet, () -> now);
    }

    /** 1000 sentences, one each tenth of a second: lines after 2, 7, 12, … seconds with the time that is left. */
    @Test
    void linesAreFewAndEstimateTheTimeLeft() {
        WorkProgress progress = progress(false);
        now += 60_000_000_000L; // other work before
        for (int done = 0; done <= 1000; done++) {
            progress.progress("sentence", done, 1000);
            now += 100_000_000L;
        }
        String[] lines = printed.toString().split("\\R");
        assertEquals("almt: sentence 20/1000  1:38 left", lines[0]);
        assertEquals("almt: sentence 70/1000  1:33 left", lines[1]);
        assertEquals(17, lines.length, printed.toString()); // from 52 seconds on each tenth of the time
    }

    @Test
    void quietLeavesProgressOutAndKeepsMessages() {
        WorkProgress progress = progress(true);
        for (int done = 0; done <= 1000; done++) {
            progress.progress("sentence", done, 1000);
            now += 100_000_000L;
        }
        progress.accept("the sentence is cut");
        progress.accept("the sentence is cut");
        assertEquals("almt: the sentence is cut\n", printed.toString());
    }
}
