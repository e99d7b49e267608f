package org.almt.bench;

import static org.almt.bench.Measurements.ceiling;
import static org.almt.bench.Measurements.ceilingAt;
import static org.almt.bench.Measurements.gemm;
import static org.almt.bench.Measurements.gemmAt;
import static org.almt.bench.Measurements.micros;
import static org.almt.bench.Measurements.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    Path folder;

    @Test
    void showsSpeedBesidePeersAndCeiling() {
        String[] lines = Report.table(figures()).split("\n");
        assertEquals("                                     ours  spread  GFLOP/s  ceiling       bound  bytes/op"
                + "   peer   peer's  ratio", lines[1]);
        assertEquals("Gemm 512x512x512 AB on 1 thread   3.36 ms     0 %     80.0     80 %  arithmetic        24"
                + "  other  6.71 ms   2.00", lines[2]);
        assertEquals("                                                                                         "
                + "   slow   268 ms  80.00", lines[3]);
        assertEquals("AlmtStep mosi on 2 threads       110.0 us    10 %        -        -           -        24",
                lines[4]);
        assertEquals("ceiling of 1 thread: 100.0 GFLOP/s on registers", lines[6]);
        assertEquals("died: AlmtStep mosi on 2 threads: native: exit code 134", lines[10]);
    }

    @Test
    void showsOurAbsenceToo() {
        Figures figures = new Figures();
        figures.add(gemm("other", 1), gemmAt(40));
        String[] lines = Report.table(figures).split("\n");
        assertTrue(lines[2].matches("Gemm 512x512x512 AB on 1 thread +- .* other +6.71 ms +-"), lines[2]);
    }

    @Test
    void aFigureIsTheLeastDisturbedIteration() {
        Figure figure = micros(30.0, 10.0, 12.0).and(micros(11.0, 40.0));
        assertEquals(10, figure.best());
        assertEquals(0.2, figure.spread(), 1e-12);
    }

    /** 3 multiplies and 12 bytes a number: at 100 GFLOP/s and 10 GB/s memory is the bound, at 1 GFLOP/s arithmetic. */
    @Test
    void theRooflineIsTheLowerOfTwo() {
        Work work = Work.of(new Case("org.almt.bench.KernelBenchmark.ours", Map.of("kernel", "layerNorm forward")));
        assertEquals(KernelBenchmark.COUNT * 12 / 10e3, work.leastMicros(100, 10), 1e-6);
        assertEquals("memory", work.bound(100, 10));
        assertEquals(KernelBenchmark.COUNT * 6 / 1e3, work.leastMicros(1, 10), 1e-6);
        assertEquals("arithmetic", work.bound(1, 10));
        assertTrue(Double.isNaN(Work.of(step("ours")).leastMicros(100, 10)));
    }

    @Test
    void rivalsMeetWithinTheirRow() {
        List<List<Case>> rows = Plan.rows(
                List.of(gemm("other", 1), gemm("ours", 2), gemm("ours", 1)), _ -> true);
        assertEquals(List.of(List.of(gemm("ours", 1), gemm("other", 1)), List.of(gemm("ours", 2))), rows);
    }

    @Test
    void putsTablesIntoTheReadme() throws IOException {
        Path file = Files.writeString(folder.resolve("results.md"),
                "before\n<!-- tables, 256 bits: begin -->\nold\n<!-- tables, 256 bits: end -->\nafter\n");
        ResultsPage.update(file, figures(), 256, "Some Processor, 2 available, commit 1234abcd");
        String text = Files.readString(file);
        assertTrue(text.startsWith("before\n<!-- tables, 256 bits: begin -->\n\nceiling of 1 thread"), text);
        assertTrue(text.endsWith("<!-- tables, 256 bits: end -->\nafter\n"), text);
        assertTrue(text.contains("**Matrix products, GFLOP/s**\n\nSome Processor, 2 available, commit 1234abcd, vectors"
                + " of 256 bits, 100 GFLOP/s a core.\n\n"), text);
        assertTrue(text.contains("|  | ours | spread | ceiling | bytes/op | other | slow | best peer / ours |\n"
                + "|---|--:|--:|--:|--:|--:|--:|--:|\n"
                + "| 512x512x512 AB on 1 thread | 80.0 | 0 % | 80 % | 24 | 40.0 | 1.0 | 2.00 |\n"), text);
        assertTrue(text.contains("On 1 thread, against the best peer: geometric mean 2.00, least 2.00.\n"), text);
        assertTrue(text.contains("| mosi on 2 threads | 110.0 us | 10 % | - | 24 |\n"), text);

        Path bare = Files.writeString(folder.resolve("bare.md"), "no marks\n");
        assertThrows(IllegalArgumentException.class, () -> ResultsPage.update(bare, figures(), 256, "Some Processor"));
        assertEquals("no marks\n", Files.readString(bare));
    }

    /** A mark at this engine's figures, and a count at the end. One undisturbed measurement suffices. */
    @Test
    void saysWhatWasTakenInNoise() {
        Figures figures = figures();
        assertEquals("", Report.noise(figures));
        figures.disturbed(gemm("ours", 1), true);
        figures.disturbed(gemm("other", 1), false);
        assertEquals("noise: 1 of 2 figures were disturbed by other programs; ~ marks ours\n", Report.noise(figures));
        assertTrue(Report.table(figures).contains("3.36 ms    ~0 %"), Report.table(figures));
        figures.disturbed(gemm("ours", 1), false);
        figures.disturbed(gemm("ours", 1), true);
        assertEquals("noise: none of 2 figures was disturbed by other programs\n", Report.noise(figures));
    }

    /** A peer above the ceiling of the width uses wider vectors than it may. */
    @Test
    void namesPeersThatAreNotHeldToTheWidth() {
        Figures figures = figures();
        assertEquals("", Report.free(figures));
        figures.add(gemm("other", 1), gemmAt(120));
        assertEquals("width: other reached 120.0 GFLOP/s at Gemm 512x512x512 AB on 1 thread, more than vectors of "
                + VectorWidth.BITS + " bits can: it is not held to them\n", Report.free(figures));
    }

    private static Figures figures() {
        Figures figures = new Figures();
        figures.add(ceiling(1), ceilingAt(100, 1));
        figures.add(gemm("ours", 1), gemmAt(80));
        figures.add(gemm("other", 1), gemmAt(40));
        figures.add(gemm("slow", 1), gemmAt(1));
        figures.add(step("ours"), micros(121.0, 110.0, 130.0));
        figures.addFailure(step("native"), "exit code 134");
        return figures;
    }
}
