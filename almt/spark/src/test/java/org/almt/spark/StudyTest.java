package org.almt.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.run.DataOrigin;
import org.almt.study.CellException;
import org.almt.study.CellResult;
import org.almt.study.CellRunner;
import org.almt.study.Studies;
import org.almt.study.Study;
import org.almt.study.StudyCell;
import org.almt.study.StudyFile;
import org.almt.study.StudyListener;
import org.almt.study.StudyResults;
import org.almt.study.ThreadedCells;
import org.almt.train.StopSignal;
import org.apache.commons.io.FileUtils;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies on executors that are processes of their own, against those of one machine. */
class StudyTest {
    @TempDir
    static Path folder;

    private static Map<String, String> expected;

    @BeforeAll
    static void onOneMachine() throws Exception {
        run(study(), new ThreadedCells(1), "here", new StopSignal());
        expected = content(folder.resolve("here"));
        assertTrue(expected.size() > 30, expected.keySet().toString());
        TestCluster.connection();
    }

    /** Four cells: two variants with two seeds, and a curve. */
    private static Study study() {
        Study example = StudyFile.shipped("example");
        return new Study("four", "four cells", null, "three-scales", List.of(1L, 2L), 3, example.set(),
                example.variants().subList(0, 2), List.of(), List.of());
    }

    private static Optional<StudyResults> run(Study study, CellRunner runner, String name, StopSignal stop)
            throws IOException, InterruptedException {
        return new Studies(study, DataOrigin.EMBEDDED, runner).begin(folder.resolve(name), StudyListener.SILENT, stop);
    }

    private static Optional<StudyResults> resume(String name) throws IOException, InterruptedException {
        return new Studies(study(), DataOrigin.EMBEDDED, cells())
                .resume(folder.resolve(name), StudyListener.SILENT, new StopSignal());
    }

    private static CellRunner cells() throws IOException {
        return TestCluster.connection().cells();
    }

    /** All files of a study; only what tells how long something took is left out. */
    private static Map<String, String> content(Path study) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(study)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = study.relativize(file).toString();
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                content.put(name, name.endsWith("metrics.csv")
                        ? text.replaceAll("(?m),[^,]*,[^,]*$", "")
                        : text.replaceAll("\"seconds\\w*\" *: *(\\[[^]]*]|[^,}\\n]*)", "")
                                .replaceAll("(?m)\\| *[\\d.]+ \\|$", ""));
            }
        }
        return content;
    }

    private static void assertSame(String name) throws IOException {
        Map<String, String> found = content(folder.resolve(name));
        assertEquals(expected.keySet(), found.keySet());
        found.forEach((file, text) -> assertEquals(expected.get(file), text, file));
    }

    @Test
    void aKilledExecutorChangesNoFile() throws Exception {
        assertSignalChangesNothing("KILL");
        assertTrue(TestCluster.WORDS.stream().anyMatch(word -> word.contains("is lost")), "nothing was said");
    }

    @Test
    void aStoppedExecutorChangesNoFile() throws Exception {
        assertSignalChangesNothing("STOP");
    }

    /** Sends a signal to an executor when epochs are on the disk. */
    private static void assertSignalChangesNothing(String signal) throws Exception {
        List<Long> executors = TestCluster.processes();
        String name = "signal-" + signal;
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            awaitEpochs(folder.resolve(name), 2);
            Signals.send(signal, executors.get(0));
        });
        assertTrue(run(study(), cells(), name, new StopSignal()).isPresent());
        assertTrue(sent.isDone() && !sent.isCompletedExceptionally(), "no executor was ended");
        assertSame(name);
    }

    private static void awaitEpochs(Path study, int epochs) {
        try {
            while (epochs(study) < epochs) {
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long epochs(Path study) throws IOException {
        if (!Files.isDirectory(study.resolve("runs"))) {
            return 0;
        }
        long count = 0;
        try (Stream<Path> files = Files.walk(study.resolve("runs"))) {
            for (Path file : files.filter(each -> each.endsWith("metrics.csv")).toList()) {
                count += Files.readAllLines(file).size() - 1;
            }
        }
        return count;
    }

    @Test
    void aStopKeepsTheStateAndResumesToTheBit() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture<Void> raised = CompletableFuture.runAsync(() -> {
            awaitEpochs(folder.resolve("stopped"), 1);
            stop.raise();
        });
        List<String> said = new CopyOnWriteArrayList<>();
        CellRunner watched = new SparkCells(TestCluster.spark(), said::add, Duration.ofMillis(100));
        Optional<StudyResults> results = run(study(), watched, "stopped", stop);
        raised.join();
        assertTrue(results.isEmpty());
        assertTrue(epochs(folder.resolve("stopped")) < 12, "all was done before the stop");
        String each = "\\S+ [12] \\(epoch [0-3]\\)";
        assertTrue(said.stream().anyMatch(line -> line.matches("running: " + each + ", " + each)), said.toString());
        assertTrue(resume("stopped").isPresent());
        assertSame("stopped");
    }

    @Test
    void aCellThatFailsByItselfIsTriedOnceAndNamed() throws Exception {
        Study good = study();
        Study study = new Study("bad", "a file is in the way", null, "three-scales", List.of(1L), 2, good.set(),
                good.variants().subList(0, 1), List.of(), List.of());
        AtomicInteger begun = new AtomicInteger();
        SparkListener counter = new SparkListener() {
            @Override
            public void onTaskStart(SparkListenerTaskStart start) {
                begun.incrementAndGet();
            }
        };
        CellRunner cells = cells();
        CellRunner counting = (all, place, done, stop) -> {
            Path run = Files.createDirectories(place.resolve("runs/three-scales/seed-1"));
            Files.writeString(run.resolve("notes.txt"), "mine");
            TestCluster.session().sparkContext().addSparkListener(counter);
            cells.run(all, place, done, stop);
        };
        CellException failure = assertThrows(CellException.class,
                () -> run(study, counting, "bad", new StopSignal()));
        TestCluster.session().sparkContext().removeSparkListener(counter);
        assertEquals("variant three-scales, seed 1: " + folder.resolve("bad/runs/three-scales/seed-1")
                + " is not empty; choose another folder", failure.getMessage());
        int looks = 4 * TestCluster.EXECUTORS;
        assertEquals(looks + 1, begun.get(), "tasks: those that look for the folder, and one for the cell");
    }

    @Test
    void aFolderThatExecutorsDoNotSeeIsRefused() throws Exception {
        // The working directory of an executor is another one than ours.
        Path own = Path.of("/proc/self/cwd/target/own-" + System.nanoTime());
        IOException failure = assertThrows(IOException.class,
                () -> new Studies(study(), DataOrigin.EMBEDDED, cells()).begin(own, StudyListener.SILENT,
                        new StopSignal()));
        FileUtils.deleteDirectory(Path.of("target", own.getFileName().toString()).toFile());
        assertTrue(failure.getMessage().matches("executor \\d+ on \\S+ cannot read /proc/self/cwd/.*; executors must"
                + " reach it under the same path, so put it on storage that all machines mount"), failure.getMessage());
    }

    @Test
    void twoStudiesInOneFolderAreRefused() throws Exception {
        IOException other = assertThrows(IOException.class, () -> run(study(), cells(), "here", new StopSignal()));
        assertEquals(folder.resolve("here") + " already holds a study; resume it, or choose another folder",
                other.getMessage());
        CellRunner twice = (cells, place, done, stop) -> {
            IOException same = assertThrows(IOException.class,
                    () -> new Studies(study(), DataOrigin.EMBEDDED, cells()).resume(place, StudyListener.SILENT, stop));
            assertEquals(place + " is in use: the study is already running there", same.getMessage());
            stop.raise();
        };
        assertTrue(run(study(), twice, "twice", new StopSignal()).isEmpty());
        assertSame("here");
    }

    /** Another machine, or an attempt that was given up and lives, has the run: its files are not touched. */
    @Test
    void aRunThatStaysInUseIsNamedOnce() throws Exception {
        CellRunner held = (all, place, done, stop) -> {
            StudyCell cell = all.get(0);
            CellTask task = CellTask.of(cell);
            Path run = Files.createDirectories(cell.folder(place));
            String study = place.toString(); // travels; a path would not
            Files.writeString(run.resolve("config.json"), "{}");
            try (FileChannel file = FileChannel.open(run.resolve("config.json"), StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                String found = TestCluster.spark().parallelize(List.of(task), 1).map(
                        each -> String.valueOf(each.run(study, Duration.ofMillis(300), TaskContext.get())
                                .failure().getMessage()))
                        .first();
                assertTrue(found.startsWith("variant three-scales, seed 1: " + run + " is in use"), found);
                assertTrue(lock.isValid());
                assertEquals("{}", Files.readString(run.resolve("config.json")));
            }
            stop.raise();
        };
        assertTrue(run(study(), held, "held", new StopSignal()).isEmpty());
    }

    @Test
    void dataInMemoryAreRefused() throws Exception {
        CellRunner cells = cells();
        IOException failure = assertThrows(IOException.class,
                () -> new Studies(study(), new DataOrigin.InMemory(SyntheticDataSet.standard()), Set.of(), cells)
                        .begin(folder.resolve("memory"), StudyListener.SILENT, new StopSignal()));
        assertEquals("a study of data in memory cannot run on other machines; write them to a file on storage that all"
                + " machines mount", failure.getMessage());
    }

    @Test
    void whatIsFinishedStaysAndIsSaid() throws Exception {
        run(study(), new ThreadedCells(1), "again", new StopSignal());
        AtomicInteger there = new AtomicInteger();
        new Studies(study(), DataOrigin.EMBEDDED, cells()).resume(folder.resolve("again"), new StudyListener() {
            @Override
            public void cellDone(CellResult result, int done, int total) {
                there.addAndGet(result.wasThere() ? 1 : 0);
            }
        }, new StopSignal());
        assertEquals(4, there.get());
        assertSame("again");
    }
}
