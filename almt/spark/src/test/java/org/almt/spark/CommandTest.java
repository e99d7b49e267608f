package org.almt.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, each a process of its own with its executors. */
class CommandTest {
    private static final String ONE = "local-cluster[1,1,1024]";

    @TempDir
    static Path folder;

    private static Path run;
    private static Map<String, Float> expected;
    private static String table;

    @BeforeAll
    static void aRunAndATable() throws IOException {
        TestCluster.connection();
        run = TestRows.run(folder.resolve("run"), 1);
        expected = TestRows.predictions(run);
        table = TestRows.write(TestCluster.session(), folder.resolve("rows.parquet"), 2);
    }

    private static String[] predict(String out, String... more) {
        return Stream.concat(Stream.of("predict", "--run", run.toString(), "--in", table, "--out", out),
                Stream.of(more)).toArray(String[]::new);
    }

    /** The oldest Java of the library of predictions, for clusters that have no newer one. */
    private static Optional<Path> java17() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin/java"))).filter(home -> {
                try {
                    return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"17.");
                } catch (IOException none) {
                    return false;
                }
            }).findFirst();
        }
    }

    @Test
    void executorsWithJava17ScoreToTheBitAndTrainNothing() throws Exception {
        Optional<Path> old = java17();
        assumeTrue(old.isPresent(), "there is no Java 17 in /usr/lib/jvm");
        String out = folder.resolve("old.parquet").toString();
        ChildCommand.Result scored = new ChildCommand().with("spark.executorEnv.JAVA_HOME", old.get().toString())
                .run(folder.resolve("old"), predict(out, "--on", ONE));
        assertEquals(0, scored.code(), scored.err());
        assertEquals(expected, ScoringTest.scored(out));
        assertTrue(scored.out().contains(out + ": " + expected.size() + " rows in "), scored.out());

        ChildCommand.Result study = new ChildCommand().with("spark.executorEnv.JAVA_HOME", old.get().toString())
                .run(folder.resolve("old-study"), "study", "run", "example", "--out", folder + "/old-study", "--on",
                        ONE);
        assertEquals(1, study.code());
        assertTrue(study.err().matches("(?s).*almt: executor 0 on \\S+ runs Java 17\\.\\S+, and Java 25 is needed for"
                + " this; set spark.executorEnv.JAVA_HOME to one that is installed there\\s*"), study.err());
        assertFalse(Files.exists(folder.resolve("old-study")));
    }

    /** One executor of two cores, whose tasks share a model, and one task of two threads. */
    @Test
    void tasksOfOneExecutorAndThreadsOfOneTask() throws Exception {
        for (int threads : new int[] {1, 2}) {
            String out = folder.resolve("threads" + threads + ".parquet").toString();
            ChildCommand.Result scored =
                    new ChildCommand().run(folder.resolve("threads"), predict(out, "--columns", "id",
                            "--threads", Integer.toString(threads), "--on", "local-cluster[1,2,1024]"));
            assertEquals(0, scored.code(), scored.err());
            assertTrue(scored.out().contains(threads == 1
                    ? "1 executor, 2 tasks at a time"
                    : "1 executor, 1 task at a time, each of 2 threads"), scored.out());
            assertEquals(expected, ScoringTest.scored(out));
        }
    }

    @Test
    void sparkInOneProcessScoresToo() throws Exception {
        String out = folder.resolve("local.parquet").toString();
        ChildCommand.Result scored = new ChildCommand().run(folder.resolve("local"), predict(out, "--on", "local[2]"));
        assertEquals(0, scored.code(), scored.err());
        assertEquals(expected, ScoringTest.scored(out));
    }

    @Test
    void aFullDiskIsSaidAndNothingPassesForWhole() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        String[] namespace = {"unshare", "-rm", "sh", "-c",
                "mount -t tmpfs -o size=300k none " + small + " && \"$@\"; code=$?; ls -R " + small
                        + " >&2; exit $code",
                "sh"};
        assumeTrue(new ProcessBuilder("unshare", "-rm", "true").start().waitFor() == 0,
                "this system gives no name space for mounts");
        ChildCommand.Result full = new ChildCommand().under(namespace)
                .run(folder.resolve("full"), predict(small + "/scored.parquet", "--on", ONE));
        assertEquals(1, full.code(), full.err());
        assertTrue(full.err().contains("almt: a disk is full: "), full.err());
        assertFalse(full.err().contains("_SUCCESS"), full.err());

        ChildCommand.Result study = new ChildCommand().under(namespace).run(folder.resolve("full-study"), "study",
                "run", "example", "--epochs", "1", "--out", small + "/study", "--on", ONE);
        assertEquals(1, study.code(), study.err());
        assertTrue(study.err().contains("No space left on device") && study.err().contains("almt: variant "),
                study.err());
        assertFalse(study.err().contains("table.md"), study.err());
    }

    @Test
    void wrongUsage() throws Exception {
        ChildCommand.Result parquet = new ChildCommand().run(folder.resolve("usage"), predict(folder + "/x.parquet"));
        assertEquals(2, parquet.code());
        assertTrue(parquet.err().contains("this machine alone reads .csv and .tsv; other tables are read by Spark"),
                parquet.err());
        ChildCommand.Result columns = new ChildCommand().run(folder.resolve("columns"), "predict", "--run",
                run.toString(), "--in", "x.csv", "--out", "y.csv", "--columns", "id");
        assertEquals(2, columns.code());
        assertTrue(columns.err().contains("--columns goes with tables that Spark writes (--on)"), columns.err());
        ChildCommand.Result jobs = new ChildCommand().run(folder.resolve("jobs"), "study", "run", "example", "--jobs",
                "2", "--on", ONE);
        assertEquals(2, jobs.code());
        assertTrue(jobs.err().startsWith("almt: --jobs goes with this machine alone;"), jobs.err());
    }

    /** The line about Spark and its executors comes when they are there. */
    @Test
    void mistakesAreReportedBeforeExecutorsAreAwaited() throws Exception {
        String out = folder.resolve("early.parquet").toString();
        for (String[] wrong : new String[][] {
                {run.toString(), folder + "/none.json", out, folder + "/none.json: there is no such file"},
                {run.toString(), table, table, table + " is there already; name another, or delete it"},
                {run.toString(), table, folder + "/x.xyz", "the name says no format"},
                {folder + "/no-run", table, out, folder + "/no-run"}}) {
            ChildCommand.Result result = new ChildCommand().run(Files.createTempDirectory(folder, "early"), "predict",
                    "--run", wrong[0], "--in", wrong[1], "--out", wrong[2], "--on", "local[1]");
            assertEquals(1, result.code(), result.err());
            assertTrue(result.err().startsWith("almt: ") && result.err().contains(wrong[3]), result.err());
            assertEquals("", result.out());
        }
    }

    /** The module options of the file are those of this Spark. */
    @Test
    void theDriverHasTheOptionsThatSparkNeeds() throws IOException {
        String file = Files.readString(Path.of("bin/driver.options"));
        for (String option : org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptionArray()) {
            assertTrue(file.lines().anyMatch(option::equals), option);
        }
    }
}
