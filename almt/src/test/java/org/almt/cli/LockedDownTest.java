package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program in JVMs that forbid features that it must not need. */
class LockedDownTest {
    private static final String NO_NATIVE_ACCESS = "--illegal-native-access=deny";

    /** In kB; about 400,000 are usual. */
    private static final int MOST_RESIDENT = 600_000;

    @TempDir
    Path temporary;

    /** How the program's classes are found. */
    enum Form {
        CLASS_PATH(ChildAlmt::run), NAMED_MODULES(ChildAlmt::runModules);

        private interface Start {
            ChildAlmt run(List<String> flags, List<String> words) throws IOException, InterruptedException;
        }

        private final Start start;

        Form(Start start) {
            this.start = start;
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnyFlag(Form form) throws Exception {
        ChildAlmt training = form.start.run(List.of(), training("run")).assertDone();
        // one hint, and nothing else
        assertEquals(1, training.err().lines().count(), training.err());
        assertTrue(training.err().startsWith("almt: running without vector instructions"), training.err());
    }

    @ParameterizedTest
    @EnumSource
    void withoutNativeAccess(Form form) throws Exception {
        ChildAlmt training = form.start.run(
                List.of(NO_NATIVE_ACCESS, ChildAlmt.VECTOR_API), training("run")).assertDone();
        assertEquals(List.of("WARNING: Using incubator modules: jdk.incubator.vector"),
                training.err().lines().toList());
    }

    /**
     * Nothing is written except the run folder. The home is a file, and the folder for temporary files does not exist.
     * The working folder is empty at the end. (Who runs the test may be allowed to write anywhere.)
     */
    @Test
    void whereNothingButTheRunFolderCanBeWritten() throws Exception {
        Path home = Files.writeString(temporary.resolve("home"), "not a folder");
        Path started = Files.createDirectory(temporary.resolve("started-here"));
        Path runs = Files.createDirectory(temporary.resolve("runs"));
        Path run = runs.resolve("run");
        inReadOnlyWorld(home, started, TinyTraining.NARROW.into(run, List.of()));
        List<String> afterTraining = tree(run);
        inReadOnlyWorld(home, started, List.of("evaluate", "--run", run.toString()));
        String id = Files.readAllLines(run.resolve("predictions.csv")).get(1).split(",")[0];
        ChildAlmt prediction = inReadOnlyWorld(
                home, started, List.of("predict", "--run", run.toString(), "--id", id));
        assertFalse(prediction.out().isBlank());
        assertEquals(List.of(""), tree(started));
        assertEquals(List.of("", "run"), tree(runs).stream().filter(file -> !file.startsWith("run/")).toList());
        assertEquals(afterTraining, tree(run));
        assertEquals("not a folder", Files.readString(home));
    }

    private static ChildAlmt inReadOnlyWorld(Path home, Path startedHere, List<String> words) throws Exception {
        ProcessBuilder program = ChildAlmt.java(
                List.of("-XX:-UsePerfData", NO_NATIVE_ACCESS, "-Duser.home=" + home,
                        "-Djava.io.tmpdir=" + home.resolve("tmp")),
                "-cp", absolute(System.getProperty("java.class.path")), Main.class.getName());
        program.environment().put("HOME", home.toString());
        program.environment().put("TMPDIR", home.resolve("tmp").toString());
        program.environment().remove("XDG_CACHE_HOME");
        return ChildAlmt.run(program.directory(startedHere.toFile()), words).assertDone();
    }

    private static String absolute(String classPath) {
        String separator = System.getProperty("path.separator");
        return Stream.of(classPath.split(separator)).map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(separator));
    }

    /** A step at the full lengths of CMU-MOSI, batch 64, and everything around it. */
    @Test
    void trainsAtFullLengthsInASmallHeap() throws Exception {
        Path run = temporary.resolve("run");
        ChildAlmt training = ChildAlmt.run(
                ChildAlmt.java(List.of("-Xmx256m", ChildAlmt.VECTOR_API), "-cp", System.getProperty("java.class.path"),
                        "org.almt.run.FullLengthTraining"),
                List.of(run.toString())).assertDone();
        assertTrue(Files.exists(run.resolve("summary.json")));
        if (System.getProperty("os.name").equals("Linux")) { // VmHWM: 400000 kB
            int kilobytes = Integer.parseInt(training.out().replaceAll("\\D", ""));
            assertTrue(kilobytes < MOST_RESIDENT, kilobytes + " kB resident");
        }
    }

    private List<String> training(String run) {
        return new ArrayList<>(TinyTraining.NARROW.into(temporary.resolve(run), List.of()));
    }

    private static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }
}
