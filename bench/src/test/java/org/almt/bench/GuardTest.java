package org.almt.bench;

import static org.almt.bench.Measurements.ceiling;
import static org.almt.bench.Measurements.ceilingAt;
import static org.almt.bench.Measurements.gemm;
import static org.almt.bench.Measurements.gemmAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class GuardTest {
    private static final String WORK = "Gemm 512x512x512 AB on 1 thread";
    private static final Threshold SHARE = new Threshold(WORK, "ceiling", 0.6, Threshold.When.SHORT, List.of());
    private static final Threshold RATIO = new Threshold(WORK, "other", 1.5, Threshold.When.FULL,
            List.of());
    private static final Guard GUARD = new Guard(List.of(SHARE, RATIO));
    private static final List<Case> PLANNED = List.of(ceiling(1), ceiling(2), gemm("ours", 1), gemm("other", 1));

    @TempDir
    Path folder;

    @Test
    void isContentAboveItsThresholds() {
        Figures figures = figures(80, 40);
        assertEquals(List.of(), GUARD.falls(PLANNED, figures));
        assertEquals("guard: all 2 thresholds kept\n", GUARD.verdict(PLANNED, figures));
    }

    @Test
    void namesTheBenchmarkThatFell() {
        Figures figures = figures(55, 40);
        assertEquals(List.of(SHARE, RATIO), GUARD.falls(PLANNED, figures));
        assertEquals("""
                guard: Gemm 512x512x512 AB on 1 thread must be at least 0.60 of the ceiling; it reached 0.55
                guard: Gemm 512x512x512 AB on 1 thread must be at least 1.50 times as fast as other; it reached 1.38
                """, GUARD.verdict(PLANNED, figures));
    }

    /** A second measurement of a fall is added to the first: a moment of noise is no fall. */
    @Test
    void forgivesWhatTheSecondLookMakesGood() {
        Figures figures = figures(30, 40);
        assertEquals(2, GUARD.falls(PLANNED, figures).size());
        figures.add(gemm("ours", 1), gemmAt(80));
        assertEquals(List.of(), GUARD.falls(PLANNED, figures));
    }

    @Test
    void ourOwnDeathIsAFall() {
        Figures figures = new Figures();
        figures.add(ceiling(1), ceilingAt(100, 1));
        figures.addFailure(gemm("ours", 1), "exit code 134");
        figures.add(gemm("other", 1), gemmAt(40));
        assertEquals(List.of(SHARE, RATIO), GUARD.falls(PLANNED, figures));
        assertTrue(GUARD.verdict(PLANNED, figures).contains("it gave no figure"));
        assertFalse(figures.oursIsMeasured());
    }

    @Test
    void theDeathOfAPeerIsNone() {
        Figures figures = new Figures();
        figures.add(ceiling(1), ceilingAt(100, 1));
        figures.add(gemm("ours", 1), gemmAt(80));
        figures.addFailure(gemm("other", 1), "exit code 134");
        assertEquals(List.of(), GUARD.falls(PLANNED, figures));
        assertEquals("guard: all 1 thresholds kept\n", GUARD.verdict(PLANNED, figures));
        assertTrue(figures.oursIsMeasured());
    }

    /** A run of fewer benchmarks is not checked for the others. */
    @Test
    void judgesWhatWasPlanned() {
        Figures figures = figures(30, 40);
        assertEquals(List.of(SHARE), GUARD.falls(List.of(ceiling(1), gemm("ours", 1)), figures));
        assertEquals(List.of(), GUARD.falls(List.of(gemm("ours", 1)), figures));
    }

    @Test
    void theShortFormMeasuresWhatItsThresholdsNeed() {
        assertTrue(GUARD.inShortForm(gemm("ours", 1)));
        assertTrue(GUARD.inShortForm(ceiling(1)));
        assertFalse(GUARD.inShortForm(gemm("other", 1)));
        assertFalse(GUARD.inShortForm(gemm("ours", 2)));
        assertFalse(GUARD.inShortForm(ceiling(2)));
    }

    @Test
    void refusesAThresholdThatCouldNeverBite() {
        Path file = Path.of("guard.csv");
        GUARD.requireBenchmarks(file, PLANNED);
        Guard renamed = new Guard(List.of(new Threshold("Gemm 1x1x1 AB on 1 thread", "ceiling", 1,
                Threshold.When.SHORT, List.of())));
        assertEquals("guard.csv: nothing measures 'Gemm 1x1x1 AB on 1 thread' against 'ceiling'; mvn -pl bench jmh"
                + " -Djmh.args=-lp lists what there is",
                assertThrows(IllegalArgumentException.class, () -> renamed.requireBenchmarks(file, PLANNED))
                        .getMessage());
        Guard nobody = new Guard(List.of(new Threshold(WORK, "nobody", 1, Threshold.When.FULL, List.of())));
        assertThrows(IllegalArgumentException.class, () -> nobody.requireBenchmarks(file, PLANNED));
        new Guard(List.of(new Threshold(WORK, "native", 1, Threshold.When.PEERS, List.of())))
                .requireBenchmarks(file, PLANNED);
    }

    @Test
    void aFallInNoiseIsNamedAndNotJudged() {
        Figures figures = figures(30, 40);
        figures.disturbed(gemm("ours", 1), true);
        assertEquals(List.of(), GUARD.failures(PLANNED, figures));
        assertTrue(GUARD.verdict(PLANNED, figures).contains("; it reached 0.30, but in noise: not judged\n"));
        figures.disturbed(gemm("ours", 1), false);
        assertEquals(List.of(SHARE, RATIO), GUARD.failures(PLANNED, figures));
    }

    @Test
    void saysThatNoThresholdApplies() {
        assertEquals("guard: no threshold applies to these rows\n",
                GUARD.verdict(List.of(ceiling(2), gemm("ours", 2)), new Figures()));
    }

    /** 70 of 100 GFLOP/s on one thread, 80 of 200 on two: 0.4 / 0.7. */
    @Test
    void aLoopThatHasBecomeSerialIsFoundOnAnyProcessor() {
        Threshold shared = new Threshold("Gemm 512x512x512 AB on 2 threads", "oneThread", 0.6, Threshold.When.FULL,
                List.of());
        Guard guard = new Guard(List.of(shared));
        Figures figures = figures(70, 40);
        figures.add(ceiling(2), ceilingAt(200, 2));
        figures.add(gemm("ours", 2), gemmAt(80));
        List<Case> planned = List.of(ceiling(1), ceiling(2), gemm("ours", 1), gemm("ours", 2));
        assertEquals("guard: Gemm 512x512x512 AB on 2 threads must be at least 0.60 of its share on one thread; it"
                + " reached 0.57\n", guard.verdict(planned, figures));
        figures.add(gemm("ours", 2), gemmAt(130));
        assertEquals("guard: all 1 thresholds kept\n", guard.verdict(planned, figures));
        planned.forEach(some -> assertTrue(shared.needs(some), some.work()));
        assertEquals("guard: no threshold applies to these rows\n",
                guard.verdict(List.of(ceiling(1), ceiling(2), gemm("ours", 2)), figures));
    }

    @Test
    void whatWasLeftOutIsNamedAndNotJudged() {
        Figures figures = new Figures();
        figures.add(ceiling(1), ceilingAt(100, 1));
        figures.leftOut(gemm("ours", 1));
        assertEquals(List.of(), GUARD.failures(PLANNED, figures));
        assertEquals("guard: not all is judged, because measurements are missing\n"
                + "guard: no threshold applies to these rows\n", GUARD.verdict(PLANNED, figures));
        assertTrue(Report.table(figures).contains("time: 1 measurements are missing, because the time was over;"
                + " a larger -Dbench.minutes gives more: " + WORK + ": ours\n"));
    }

    /** So near to what a healthy machine reaches, noise breaks a threshold. Far below, nothing does. */
    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void noThresholdIsNearToWhatAHealthyMachineReachedOrFarBelow(int bits) throws IOException {
        for (Threshold threshold : Guard.read(Guard.file(bits)).thresholds()) {
            String name = threshold.work() + " against " + threshold.against() + ": ";
            threshold.seen().forEach(seen -> assertTrue(threshold.minimum() <= 0.8 * seen, name + seen));
            threshold.seen().stream().min(Double::compare).filter(_ -> threshold.againstCeiling())
                    .ifPresent(least -> assertTrue(threshold.minimum() >= 0.6 * least, name + least));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void theFilesInUseNameBenchmarksThatExist(int bits) throws IOException {
        Path file = Guard.file(bits);
        Guard guard = Guard.read(file);
        List<Case> all = Plan.all(new OptionsBuilder().build(),
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT));
        guard.requireBenchmarks(file, all);
        assertTrue(guard.thresholds().stream().anyMatch(some -> some.when() == Threshold.When.SHORT));
    }

    @Test
    void readsAFile() throws IOException {
        assertEquals(List.of(SHARE, RATIO), Guard.read(file("""
                # why
                work,against,minimum,when

                Gemm 512x512x512 AB on 1 thread,ceiling,0.6,short
                Gemm 512x512x512 AB on 1 thread,other,1.5,full
                """)).thresholds());
    }

    @Test
    void readsWhatProcessorsReached() throws IOException {
        List<Threshold> thresholds = Guard.read(file("""
                work,against,minimum,when,one,two
                a,ceiling,0.6,short,0.8,
                b,ceiling,0.6,short,,0.9
                c,ceiling,0.6,short
                """)).thresholds();
        assertEquals(List.of(List.of(0.8), List.of(0.9), List.of()),
                thresholds.stream().map(Threshold::seen).toList());
        Path wrong = file("work,against,minimum,when,one\na,ceiling,0.6,short,good\n");
        assertEquals(wrong + ", line 2: the measured ratio 'good' is not a ratio, a positive number such as 0.6",
                assertThrows(IllegalArgumentException.class, () -> Guard.read(wrong)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "a,ceiling,0.6 | 3 cells; the header has 4, of which 4 are required",
            "a,ceiling,0.6,full,0.7 | 5 cells; the header has 4, of which 4 are required",
            "a,ceiling,much,full | the minimum 'much' is not a ratio, a positive number such as 0.6",
            "a,ceiling,-1,full | the minimum '-1' is not a ratio, a positive number such as 0.6",
            "a,ceiling,NaN,full | the minimum 'NaN' is not a ratio, a positive number such as 0.6",
            "a,ceiling,1,daily | 'daily' is none of short, full, peers"})
    void refusesALineThatItCannotRead(String line, String reason) throws IOException {
        Path file = file("work,against,minimum,when\n" + line + "\n");
        String message = assertThrows(IllegalArgumentException.class, () -> Guard.read(file)).getMessage();
        assertEquals(file + ", line 2: " + reason, message);
    }

    @Test
    void refusesAFileWithoutHeaderAndTwoLinesOnTheSame() throws IOException {
        Path headless = file("a,ceiling,1,full\n");
        assertThrows(IllegalArgumentException.class, () -> Guard.read(headless));
        Path twice = file("work,against,minimum,when\na,ceiling,1,full\na,ceiling,2,short\n");
        assertThrows(IllegalArgumentException.class, () -> Guard.read(twice));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("some.csv"), text);
    }

    /** At a ceiling of 100 GFLOP/s. */
    private static Figures figures(double ours, double other) {
        Figures figures = new Figures();
        figures.add(ceiling(1), ceilingAt(100, 1));
        figures.add(gemm("ours", 1), gemmAt(ours));
        figures.add(gemm("other", 1), gemmAt(other));
        return figures;
    }
}
