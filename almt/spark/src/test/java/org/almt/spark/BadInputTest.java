package org.almt.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.almt.cli.cluster.ClusterOrder;
import org.almt.cli.cluster.ScoringOrder;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be is refused with one sentence, which says where and what to do. */
class BadInputTest {
    @TempDir
    static Path folder;

    private static Path run;
    private static String table;

    @BeforeAll
    static void aRunAndATable() throws IOException {
        TestCluster.connection();
        run = TestRows.run(folder.resolve("run"), 1);
        table = TestRows.write(TestCluster.session(), folder.resolve("rows.parquet"), 2);
    }

    private static String refusal(ClusterOrder.Work work, String master, int threads, SparkConf conf) {
        ClusterOrder order = new ClusterOrder(master, threads, work, line -> {}, line -> {});
        return assertThrows(IOException.class, () -> SparkCluster.connect(order, conf)).getMessage();
    }

    private static SparkConf with(String name, String value) {
        return new SparkConf(false).set(name, value);
    }

    @Test
    void clusters() {
        assertEquals("'mesos' is not a cluster; expected spark://HOST:7077, k8s://ADDRESS, yarn,"
                + " local-cluster[EXECUTORS,CORES,MEGABYTES] or local[CORES]",
                refusal(ClusterOrder.Work.STUDY, "mesos", 1, new SparkConf(false)));
        assertTrue(refusal(ClusterOrder.Work.STUDY, "local-cluster[2,1]", 1, new SparkConf(false))
                .startsWith("'local-cluster[2,1]' is not a cluster"));
        assertTrue(refusal(ClusterOrder.Work.STUDY, "spark://host", 1, new SparkConf(false))
                .startsWith("'spark://host' names no master"));
        assertEquals("'spark://a b:7077' names no master; expected spark://HOST:7077",
                refusal(ClusterOrder.Work.STUDY, "spark://a b:7077", 1, new SparkConf(false)));
        assertTrue(refusal(ClusterOrder.Work.SCORING, "spark://127.0.0.1:1", 1, new SparkConf(false))
                .matches("no master answers at spark://127.0.0.1:1 \\(.*\\); start it, or correct the address"));
    }

    @Test
    void settings() {
        assertTrue(refusal(ClusterOrder.Work.STUDY, "local-cluster[2,1,1024]", 2, new SparkConf(false))
                .startsWith("a task of 2 threads fits no executor of 1 core;"));
        assertTrue(refusal(ClusterOrder.Work.STUDY, "yarn", 4, with("spark.executor.cores", "2"))
                .startsWith("a task of 4 threads fits no executor of 2 cores;"));
        assertTrue(refusal(ClusterOrder.Work.STUDY, "yarn", 1, with("spark.task.cpus", "2"))
                .startsWith("spark.task.cpus is 2, but a task computes with 1 thread;"));
        assertTrue(refusal(ClusterOrder.Work.STUDY, "yarn", 1, with("spark.speculation", "true"))
                .startsWith("spark.speculation is on,"));
        assertTrue(refusal(ClusterOrder.Work.STUDY, "yarn", 1, with(SparkSettings.PATIENCE, "60s"))
                .startsWith("an executor without a connection ends itself after 60 s"));
        assertTrue(refusal(ClusterOrder.Work.STUDY, "yarn", 1, with("spark.network.timeout", "900s"))
                .startsWith("spark.almt.patience is 300 s, less than half of spark.network.timeout, 900 s;"));
    }

    @Test
    void whatIsSetWhereNobodyHas() throws IOException {
        ClusterOrder order = new ClusterOrder(
                "local-cluster[2,4,2048]", 2, ClusterOrder.Work.STUDY, line -> {}, line -> {});
        SparkConf conf = SparkSettings.of(order, new SparkConf(false));
        assertEquals("2", conf.get("spark.task.cpus"));
        assertEquals("false", conf.get("spark.speculation"));
        assertEquals("2048m", conf.get("spark.executor.memory"));
        assertEquals("-XX:+UseParallelGC", conf.get("spark.executor.extraJavaOptions"));
        assertEquals(System.getProperty("java.home"), conf.get("spark.executorEnv.JAVA_HOME"));
        assertEquals("150s", System.getProperty("spark.shutdown.timeout"), "Spark's own hook would not wait for cells");
        assertEquals("1", SparkSettings.of(order, with("spark.dynamicAllocation.enabled", "true"))
                .get("spark.dynamicAllocation.initialExecutors"));
        SparkConf own = SparkSettings.of(order, with("spark.executor.extraJavaOptions", "-XX:+UseG1GC -Da=b"));
        assertEquals("-XX:+UseG1GC -Da=b", own.get("spark.executor.extraJavaOptions"));
    }

    @Test
    void machines() throws IOException {
        ExecutorMachine good = new ExecutorMachine("7", "node3", "25.0.3", true, List.of());
        good.require(25);
        new ExecutorMachine("7", "node3", "26", true, List.of()).require(25);
        new ExecutorMachine("7", "node3", "17.0.15", false, List.of()).require(17);
        assertEquals("executor 7 on node3 runs Java 17.0.15, and Java 25 is needed for this; set"
                + " spark.executorEnv.JAVA_HOME to one that is installed there",
                refusal(new ExecutorMachine("7", "node3", "17.0.15", false, List.of())));
        for (String java : List.of("25", "25.0.1", "25.0.2")) {
            assertTrue(refusal(new ExecutorMachine("7", "node3", java, true, List.of())).contains("collector G1"),
                    java);
            new ExecutorMachine("7", "node3", java, false, List.of()).require(25);
        }
        assertEquals("executor 7 on node3 cannot read /data/x; executors must reach it under the same path, so put it"
                + " on storage that all machines mount",
                refusal(new ExecutorMachine("7", "node3", "25.0.3", false, List.of("/data/x"))));
    }

    private static String refusal(ExecutorMachine machine) {
        return assertThrows(IOException.class, () -> machine.require(25)).getMessage();
    }

    private static String refusal(String in, String out) {
        return assertThrows(IOException.class, () -> TestCluster.connection()
                .score(new ScoringOrder(List.of(run), in, out, Set.of()))).getMessage();
    }

    @Test
    void places() throws IOException {
        String out = folder.resolve("places.parquet").toString();
        assertEquals(folder + "/none.parquet: there is no such file", refusal(folder + "/none.parquet", out));
        assertTrue(refusal(folder + "/run", out).contains("the name says no format"));
        assertTrue(refusal(table, folder + "/out.xyz").contains("the name says no format"));
        Files.createDirectories(Path.of(out, "_temporary"));
        assertEquals(out + " was left by a job that did not come to its end; delete it, or name another",
                refusal(table, out));
        assertTrue(refusal(out, folder + "/other.parquet").contains("was left by a job that did not come to its end"));
        assertEquals(table + " is there already; name another, or delete it", refusal(table, table));
        Path file = Files.writeString(folder.resolve("damaged.parquet"), "no Parquet");
        String damaged = refusal(file.toString(), folder + "/other.parquet");
        assertTrue(damaged.contains("damaged.parquet") && damaged.lines().count() == 1, damaged);
        assertFalse(Files.exists(folder.resolve("other.parquet")));
    }

    @Test
    void columns() throws IOException {
        Dataset<Row> rows = TestCluster.session().read().parquet(table);
        String without = write(rows.drop("audio"), "without");
        assertTrue(refusal(without, folder + "/c.parquet").matches("the table has no column 'audio', which the model"
                + " of .*best.safetensors reads; it has id, label, text, vision. Rename the column, or use zeros"
                + " instead"));
        String sentences = write(rows.withColumn("text", functions.lit("a fine film")), "sentences");
        assertTrue(refusal(sentences, folder + "/c.parquet").startsWith("the column 'text' contains sentences, but"));
        String numbers = write(rows.withColumn("vision", functions.lit(1)), "numbers");
        assertTrue(refusal(numbers, folder + "/c.parquet").startsWith("the column 'vision' is of type int; "));
        String scored = write(rows.withColumn("prediction", functions.lit(1f)), "scored");
        assertTrue(refusal(scored, folder + "/c.parquet").startsWith("the table has a column 'prediction' already"));
        assertFalse(Files.exists(folder.resolve("c.parquet")));
    }

    @Test
    void columnsThatAreKept() throws IOException {
        String message = assertThrows(IOException.class, () -> TestCluster.connection().score(new ScoringOrder(
                List.of(run), table, folder + "/k.parquet", Set.of(), List.of("id", "name")))).getMessage();
        assertEquals("the table has no column 'name', which the output is to keep; it has id, label, text, audio,"
                + " vision", message);
        assertFalse(Files.exists(folder.resolve("k.parquet")));
    }

    private static String write(Dataset<Row> rows, String name) {
        String file = folder.resolve(name + ".parquet").toString();
        rows.write().parquet(file);
        return file;
    }

    @Test
    void models() throws IOException {
        Path newer = Files.createDirectories(folder.resolve("newer"));
        Files.writeString(newer.resolve("config.json"),
                Files.readString(run.resolve("config.json")).replaceFirst("\"format\" *: *1", "\"format\": 9"));
        Files.copy(run.resolve("best.safetensors"), newer.resolve("best.safetensors"));
        IOException failure = assertThrows(IOException.class, () -> TestCluster.connection().score(
                new ScoringOrder(List.of(newer), table, folder + "/m.parquet", Set.of())));
        assertTrue(failure.getMessage().contains("written by another version (format 9, this version reads 1)"),
                failure.getMessage());
        assertFalse(Files.exists(folder.resolve("m.parquet")));
    }

    @Test
    void fullDisks() {
        IOException failure = SparkFailures.of(new RuntimeException("Job aborted due to stage failure: Task 3 in stage"
                + " 1.0 failed 4 times, most recent failure: Lost task 3.3 in stage 1.0 (TID 9) (10.0.0.1 executor 0):"
                + " java.io.IOException: No space left on device\n\tat java.base/x"));
        assertEquals("a disk is full: No space left on device; make room, or name another folder",
                failure.getMessage());
    }

    @Test
    void otherFailuresOfTasks() {
        assertEquals("the footer of x.parquet is damaged", SparkFailures.of(new RuntimeException("Job aborted due to"
                + " stage failure: Task 3 in stage 1.0 failed 4 times, most recent failure: Lost task 3.3 in stage 1.0"
                + " (TID 9) (10.0.0.1 executor 0): java.io.IOException: the footer of x.parquet is damaged\n\tat x"))
                .getMessage());
        assertEquals("no model is there", SparkFailures.of(new RuntimeException("Lost task 3.3 in stage 1.0 (TID 9)"
                + " ([fe80::1] executor 0): java.io.UncheckedIOException: java.io.IOException: no model is there\n"))
                .getMessage());
        assertEquals("the program that drives Spark has too little memory; give its JVM more (-Xmx)",
                SparkFailures.of(new OutOfMemoryError("Java heap space")).getMessage());
        assertTrue(SparkFailures.of(new RuntimeException("Job aborted: (TID 9) (h executor 0): ExecutorLostFailure"
                + " (executor 0 exited caused by one of the running tasks) Reason: Command exited with code 137"))
                .getMessage().startsWith("executors were lost again and again at the same work"));
    }
}
