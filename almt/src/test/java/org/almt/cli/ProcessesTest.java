package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.almt.testsdata.Fixtures;
import org.almt.testsdata.LockHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes that want the same files, signals, names of files that are unusual, and too small a heap. */
class ProcessesTest {
    private static final String FEW = Fixtures.path("golden/pickles/mosi_p4.pkl").toString();

    private static final List<String> NARROW = List.of("--set", "width=16", "--set", "tokens=2", "--set", "heads=2",
            "--set", "headSize=8", "--set", "mlp=16");

    @TempDir
    Path temporary;

    private static Process start(String main, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(ChildAlmt.java(List.of(ChildAlmt.VECTOR_API), "-cp",
                System.getProperty("java.class.path"), main).command());
        command.addAll(words);
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Reading the lines of a child that hangs would take for ever.
        CompletableFuture.delayedExecutor(3, TimeUnit.MINUTES).execute(child::destroyForcibly);
        return child;
    }

    private static void waitFor(BufferedReader lines, String begin) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(begin)) {
            line = lines.readLine();
        }
        assertTrue(line != null, "the child ended by itself");
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }

    private static void assertRefused(String words, List<String> command) {
        CommandRun second = CommandRun.of(command.toArray(String[]::new));
        assertEquals(1, second.exitCode(), second.err());
        second.assertOneSentence(words);
    }

    private static void assertDone(List<String> command) {
        CommandRun third = CommandRun.of(command.toArray(String[]::new));
        assertEquals(0, third.exitCode(), third.err());
    }

    @Test
    void oneProcessTrainsInAFolder() throws Exception {
        Path run = temporary.resolve("run");
        List<String> begin =
                new ArrayList<>(List.of("train", "--data", FEW, "--out", run.toString(), "--epochs", "100"));
        begin.addAll(NARROW);
        Process first = start(Main.class.getName(), begin);
        List<String> resume = List.of("train", "--resume", run.toString(), "--quiet");
        try (BufferedReader lines = first.inputReader()) {
            waitFor(lines, "epoch ");
            assertRefused(run + " is in use: another training run is writing to it", resume);
            assertRefused("already holds a run", begin);
        } finally {
            kill(first);
        }
        assertDone(resume);
        assertTrue(Files.exists(run.resolve("summary.json")));
    }

    @Test
    void oneProcessRunsAStudy() throws Exception {
        Path file = Files.writeString(temporary.resolve("one.json"), """
                {"format": 1, "name": "one", "description": "For tests.", "base": "narrow", "seeds": 3, "epochs": 20,
                 "set": {"width": 8, "tokens": 2, "heads": 2, "headSize": 4, "hyperHeadSize": 4, "mlp": 8},
                 "variants": [{"name": "narrow", "description": "as it is"}]}
                """);
        Path out = temporary.resolve("study");
        List<String> begin = List.of("study", "run", file.toString(), "--data", FEW, "--out", out.toString());
        List<String> resume = new ArrayList<>(begin);
        resume.add("--resume");
        Process first = start(Main.class.getName(), begin);
        try (BufferedReader lines = first.inputReader()) {
            waitFor(lines, "[1/3]");
            assertRefused(out + " is in use: the study is already running there", resume);
        } finally {
            kill(first);
        }
        assertDone(resume);
    }

    @Test
    void oneProcessBuildsADataSet() throws Exception {
        Path manifest = Files.writeString(temporary.resolve("words.csv"), "id,text,label\na,well,1\n");
        Path out = temporary.resolve("words.pkl");
        Path mark = Files.createDirectory(temporary.resolve("words.pkl.parts")).resolve(".building");
        Files.writeString(mark, "");
        List<String> build = List.of("dataset", "build", manifest.toString(), "--out", out.toString());
        Process first = start(LockHolder.class.getName(), List.of(mark.toString()));
        try (BufferedReader lines = first.inputReader()) {
            waitFor(lines, "true");
            assertRefused(out + " is in use: another process is building it", build);
            assertFalse(Files.exists(out));
        } finally {
            kill(first);
        }
        assertDone(build);
        assertFalse(Files.exists(mark.getParent()), "the mark of a dead process goes");
    }

    /** Both work: what one has written is not replaced while the other one may read it. */
    @Test
    void twoProcessesFillACache() throws Exception {
        Path cache = temporary.resolve("cache");
        Path manifest = Files.writeString(temporary.resolve("clips.csv"), ("id,split,vision,label\na,train,FACE,1\n"
                + "b,valid,FACE,-1\nc,test,FACE,1\n").replace("FACE", Fixtures
                        .path(
                                "golden/features/openface/aus_only.csv")
                        .toString()));
        List<Process> both = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            both.add(start(Main.class.getName(), words(manifest, cache, temporary.resolve(name))));
        }
        for (Process each : both) {
            String said;
            try (BufferedReader lines = each.inputReader()) {
                said = lines.lines().collect(Collectors.joining("\n"));
            }
            assertTrue(each.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, each.exitValue(), said);
        }
        assertEquals(ChildAlmt.hashOfRun(temporary.resolve("one")), ChildAlmt.hashOfRun(temporary.resolve("two")));
        try (var files = Files.walk(cache)) {
            assertEquals(List.of(), files.filter(file -> file.toString().matches(".*(part|almt-tmp|lock)")).toList());
        }
    }

    private static List<String> words(Path manifest, Path cache, Path out) {
        List<String> words = new ArrayList<>(List.of("train", "--data", manifest.toString(), "--cache",
                cache.toString(), "--vision-profile", "aus", "--missing", "text=zero", "--missing", "audio=zero",
                "--epochs", "2", "--out", out.toString()));
        words.addAll(NARROW);
        return words;
    }

    /** A terminal that is closed, a polite end, Ctrl-C. */
    @ParameterizedTest
    @CsvSource({"HUP, 1", "TERM, 15", "INT, 2"})
    void aSignalStopsAfterTheBatch(String signal, int number) throws Exception {
        assumeFalse(isIgnored(number), "this build ignores SIG" + signal + ", as those in the background do");
        Path run = temporary.resolve("run");
        List<String> words = new ArrayList<>(
                List.of("train", "--data", FEW, "--out", run.toString(), "--epochs", "1000000"));
        words.addAll(NARROW);
        Process child = start(Main.class.getName(), words);
        try (BufferedReader lines = child.inputReader()) {
            waitFor(lines, "epoch ");
            assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor());
            assertTrue(lines.lines().anyMatch(line -> line.startsWith("Stopped; continue with: ")));
            assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        } finally {
            child.destroyForcibly();
        }
        assertEquals(128 + number, child.exitValue());
        assertTrue(Files.exists(run.resolve("last.safetensors")));
    }

    /** Whether this process ignores a signal, and so every child of it. */
    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst()
                .orElse("SigIgn: 0").substring(7).strip();
        return (Long.parseUnsignedLong(mask, 16) >> signal - 1 & 1) == 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "-x", "ü好", "a\nb", "%41$(id)", "'\"", "a,b;c"})
    void oddNames(String name) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        Path data = Files.copy(Path.of(FEW), folder.resolve(name + ".pkl"));
        Path run = folder.resolve("run " + name);
        List<String> begin = new ArrayList<>(
                List.of("train", "--data", data.toString(), "--epochs", "2", "--out", run.toString()));
        begin.addAll(NARROW);
        assertDone(begin);
        assertDone(List.of("evaluate", "--run", run.toString(), "--predictions", folder.resolve("p.csv").toString()));
        assertDone(List.of("explain", "--run", run.toString(), "--all", "--out", folder.resolve("e.html").toString()));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), run);
        assertDone(List.of("evaluate", "--run", link.toString()));
        assertDone(List.of("train", "--resume", link.toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24})
    void tooSmallAHeapIsSaid(int megabytes) throws Exception {
        Path run = temporary.resolve("run");
        List<String> words = new ArrayList<>(List.of("train", "--out", run.toString(), "--epochs", "1", "--batch-size",
                "128", "--set", "width=256", "--set", "mlp=512"));
        ChildAlmt child = ChildAlmt.run(List.of("-Xmx" + megabytes + "m", ChildAlmt.VECTOR_API), words);
        assertEquals(1, child.exitCode(), child.out() + child.err());
        assertTrue(child.err().contains("almt: the heap is too small for this"), child.err());
        assertTrue(child.err().contains("give more with ALMT_JAVA_OPTS=-Xmx2g"), child.err());
        assertFalse(child.err().contains("\tat "), child.err());
    }
}
