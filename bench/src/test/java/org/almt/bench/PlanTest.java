package org.almt.bench;

import static org.almt.bench.Measurements.ceiling;
import static org.almt.bench.Measurements.gemm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class PlanTest {
    private static final OutputFormat SILENT =
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    private static final List<Case> EVERYTHING = Plan.all(new OptionsBuilder().build(), SILENT);

    @Test
    void aRunWithoutArgumentsIsPlannedForLessThanTenMinutes() {
        List<Case> chosen = Plan.withCeilings(EVERYTHING.stream().filter(Plan::byDefault)
                .filter(some -> !Plan.isCeiling(some)).toList(), EVERYTHING);
        double seconds = Plan.order(chosen, 1).stream().mapToDouble(CaseSeconds::guess).sum();
        assertTrue(seconds < RunClock.LIMIT - 60, seconds + " s");
    }

    @Test
    void ceilingsAreThoseThatTheRowsNeed() throws CommandLineOptionException {
        assertEquals(List.of("FmaCeiling on 2 threads"), ceilings("-p", "threads=2", "Attention"));
        assertEquals(List.of("FmaCeiling on 4 threads"), ceilings("-p", "threads=4", "Gemm"));
        assertEquals(List.of("FmaCeiling on 1 thread", "Bandwidth triad on 1 thread", "Bandwidth product on 1 thread"),
                ceilings("-p", "threads=1", "-p", "kernel=softmax backward", "Kernel"));
        assertEquals(List.of("FmaCeiling on 2 threads", "Bandwidth scores on 2 threads"),
                ceilings("-p", "threads=2", "-p", "size=crossEntropy-512x30522", "Layer"));
        assertEquals(List.of(), ceilings("Predict"));
    }

    private static List<String> ceilings(String... arguments) throws CommandLineOptionException {
        List<Case> chosen = Plan.all(new CommandLineOptions(arguments), SILENT);
        assertTrue(!chosen.isEmpty());
        return Plan.withCeilings(chosen, EVERYTHING).stream().filter(Plan::isCeiling).map(Case::work).toList();
    }

    @Test
    void ceilingsComeFirstAndLastAndRoundsTurn() {
        assertEquals(List.of(ceiling(1), gemm("ours", 1), gemm("other", 1), gemm("other", 1), gemm("ours", 1),
                ceiling(1)), Plan.order(List.of(gemm("other", 1), gemm("ours", 1), ceiling(1)), 2));
    }

    @Test
    void refusesAParameterThatNoChosenBenchmarkHas() {
        Plan.requireParameters(List.of("-p", "size=1x1x1", "-f", "1", "Gemm"), List.of(gemm("ours", 1)));
        assertEquals("-p sise: the chosen benchmarks have no such parameter; they have form, size, threads",
                assertThrows(IllegalArgumentException.class,
                        () -> Plan.requireParameters(List.of("-p", "sise=3"), List.of(gemm("ours", 1))))
                        .getMessage());
    }

    @Test
    void refusesASizeOfAnotherForm() throws CommandLineOptionException {
        List<Case> chosen = Plan.all(new CommandLineOptions("-p", "size=16", "Attention"), SILENT);
        assertEquals("Attention has no '16'; -Djmh.args=-lp lists the forms of its parameters",
                assertThrows(IllegalArgumentException.class, () -> Plan.withCeilings(chosen, EVERYTHING))
                        .getMessage());
    }

    @Test
    void listsParametersAndTheirValues() throws CommandLineOptionException {
        assertEquals("""
                BertBenchmark.ours
                  -p pass=forward,forward+backward
                  -p size=8x50
                  -p threads=2
                """, Plan.list(new CommandLineOptions("BertBenchmark"), SILENT, true));
        assertEquals("BertBenchmark.ours\n", Plan.list(new CommandLineOptions("BertBenchmark"), SILENT, false));
    }

    /** The table of parameters in README.md, with each benchmark of this engine and each of its values. */
    @Test
    void thePageHasAllParameters() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md"));
        for (BenchmarkListEntry entry : BenchmarkList.defaultList().find(SILENT, List.of("ours"), List.of())) {
            String group = new Case(entry.getUsername(), Map.of()).group();
            entry.getParams().orElse(Map.of()).forEach((name, values) -> {
                String row = rows.stream().filter(line -> line.startsWith("| `" + group + "` | `" + name + "` |"))
                        .findFirst().orElseThrow(() -> new AssertionError("no row for " + group + ", " + name));
                for (String value : values) {
                    assertTrue(row.contains("`" + value + "`"), group + ", " + name + ": " + value);
                }
            });
        }
    }
}
