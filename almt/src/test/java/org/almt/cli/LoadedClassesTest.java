package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a command does not need is not loaded: start-up is a good part of the time of the short ones. */
class LoadedClassesTest {
    @Test
    void onlyExplainLoadsExplanations() throws Exception {
        ChildAlmt child = ChildAlmt.run(
                List.of(ChildAlmt.VECTOR_API, "-Xlog:class+load"), List.of("describe", "--preset", "mosi"));
        child.assertDone();
        List<String> loaded = child.out().lines().filter(line -> line.contains("org.almt.")).toList();
        assertTrue(loaded.stream().anyMatch(line -> line.contains("org.almt.cli.command.DescribeCommand")),
                child.out());
        assertEquals(List.of(), loaded.stream()
                .filter(line -> line.contains("org.almt.explain.") || line.contains("org.almt.report.")).toList());
    }
}
