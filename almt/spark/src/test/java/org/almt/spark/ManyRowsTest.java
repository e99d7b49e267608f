package org.almt.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.almt.Almt;
import org.almt.Features;
import org.almt.Sample;
import org.almt.Sentiment;
import org.almt.cli.cluster.ScoringOrder;
import org.almt.core.parallel.Workers;
import org.almt.data.DataSet;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.run.RunListener;
import org.almt.run.RunRequest;
import org.almt.run.Training;
import org.almt.train.StopSignal;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies of a test split under ids of their own: none is lost or doubled, all have the bits of one machine, and
 * executors keep nothing. With {@code -Dalmt.rows=1000000} it is a measurement, whose figures it prints.
 *
 * <pre>
 * almt.rows       rows of each pass
 * almt.forms      array, bytes: how features are stored; -id where the output keeps the ids alone; here: no Spark
 * almt.sizes      mosi: rows of 200 KB, as CMU-MOSI has them, and its model; otherwise those of the embedded data set
 * almt.megabytes  of an executor
 * almt.executors  1: one executor has both cores; otherwise two have one each
 * almt.folder     where the run and the tables are kept, and found again
 * </pre>
 */
class ManyRowsTest {
    private static final boolean MEASURED = Integer.getInteger("almt.rows") != null;
    private static final int ROWS = Integer.getInteger("almt.rows", 4000);
    private static final String[] FORMS = System.getProperty("almt.forms", "array,bytes-id,bytes").split(",");
    private static final boolean MOSI = "mosi".equals(System.getProperty("almt.sizes"));
    private static final int BATCH = 32;
    /** What plans and tables may leave, in megabytes; rows that stayed would be 23 in each executor after two. */
    private static final long MOST_KEPT = 16;

    @TempDir
    static Path folder;

    private static Path kept;
    private static DataSet data;
    private static List<Row> few;
    private static Path run;
    private static Map<String, Float> expected;

    @BeforeAll
    static void aRun() throws IOException {
        data = MOSI
                ? new SyntheticDataSet(new SyntheticSizes(new FeatureShape(50, 768), new FeatureShape(375, 5),
                        new FeatureShape(500, 20), 64, 32, 96), SyntheticDataSet.DEFAULT_SEED)
                : SyntheticDataSet.standard();
        kept = Path.of(System.getProperty("almt.folder", folder.toString()));
        run = kept.resolve("run");
        if (!Files.exists(run)) {
            Training.run(RunRequest.on(data).set("epochs", 1), run, RunListener.SILENT, new StopSignal());
        }
        few = TestRows.rows(data);
        expected = TestRows.predictions(run, data);
    }

    @AfterAll
    static void close() {
        data.close();
    }

    @Test
    void noneIsLostOrDoubledAndExecutorsKeepNothing() throws IOException {
        boolean alone = FORMS[0].equals("here");
        Workers.useThreads(1); // as a task has
        double memory = alone ? inMemory() : Double.NaN;
        double here = alone ? fromFileToFile() : Double.NaN;
        double inProcess = alone ? rowsASecond() : Double.NaN;
        if (alone) {
            System.out.printf(Locale.ROOT, "in one process %.3f ms of processor time a row from memory, %.3f from file"
                    + " to file; %.0f rows a second with %d threads%n", memory, here, inProcess, TestCluster.CORES);
        }
        TestCluster.connection();
        int copies = (ROWS + few.size() - 1) / few.size();
        List<Long> first = List.of(); // later passes keep what the first has loaded, and no more
        for (String form : alone ? Arrays.copyOfRange(FORMS, 1, FORMS.length) : FORMS) {
            boolean ids = form.endsWith("-id");
            Path in = table(form.replace("-id", ""), copies);
            Path out = folder.resolve("scored-" + form + ".parquet");
            List<Long> executors = TestCluster.processes();
            List<Long> before = heaps();
            double cpu = Processes.seconds(executors);
            long began = System.nanoTime();
            Processes.Watch watch = new Processes.Watch(executors);
            if (MEASURED) {
                TestCluster.session().sparkContext().addSparkListener(watch);
            }
            String line = TestCluster.connection().score(order(in, out, ids ? List.of("id", "copy") : List.of()));
            TestCluster.session().sparkContext().removeSparkListener(watch);
            double seconds = 1e-9 * (System.nanoTime() - began);
            long rows = (long) copies * few.size();
            double each = 1000 * (Processes.seconds(executors) - cpu) / rows;
            assertEquals(executors, TestCluster.processes(), "an executor was lost, so that these figures are nothing");
            List<Long> after = heaps();
            if (MEASURED) {
                System.out.printf(Locale.ROOT, "%s: %d rows of %d bytes in %.0f s, %.0f rows a second (%.2f of one"
                        + " process); %.3f ms of processor time a row (in memory %.2f, file to file %.2f); executors"
                        + " keep %s MB, before %s MB%n", form, rows, Processes.size(in) / rows, seconds, rows / seconds,
                        rows / seconds / inProcess, each, memory / each, here / each, after, before);
            }
            assertTrue(line.contains(rows + " rows in "), line);
            verify(TestCluster.session().read().parquet(out.toString()), copies);
            assertEquals(!ids, List.of(TestCluster.session().read().parquet(out.toString()).columns())
                    .contains("text"));
            for (int i = 0; i < first.size(); i++) {
                assertTrue(after.get(i) < first.get(i) + MOST_KEPT, first + " MB became " + after);
            }
            first = first.isEmpty() ? after : first;
            Processes.delete(out);
        }
    }

    private static ScoringOrder order(Path in, Path out, List<String> columns) {
        return new ScoringOrder(List.of(run), in.toString(), out.toString(), Set.of(), columns);
    }

    private static Path table(String form, int copies) {
        Path many = kept.resolve(form + "-" + copies + ".parquet");
        SparkSession session = TestCluster.session();
        if (!Files.exists(many)) {
            Dataset<Row> one = form.equals("array")
                    ? session.createDataFrame(few, TestRows.SCHEMA)
                    : session.createDataFrame(TestRows.bytes(few), TestRows.BYTES);
            session.range(0, copies, 1, 8).withColumnRenamed("id", "copy").crossJoin(functions.broadcast(one)).write()
                    .option("parquet.enable.dictionary", "false").parquet(many.toString());
        }
        return many;
    }

    /** Megabytes of objects that executors hold. */
    private static List<Long> heaps() throws IOException {
        return TestCluster.ofExecutors(i -> {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return ProcessHandle.current().pid() + ":" + ((runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }).stream().collect(TreeMap<Long, Long>::new, (all, said) -> all.merge(Long.valueOf(said.split(":")[0]),
                Long.valueOf(said.split(":")[1]), Math::min), TreeMap::putAll).values().stream().toList();
    }

    /** Milliseconds of processor time for a row in this process, warm, whose features are in memory. */
    private static double inMemory() throws IOException {
        try (Almt almt = Almt.load(run)) {
            List<List<Sample>> batches = new ArrayList<>();
            for (int at = 0; at + BATCH <= few.size(); at += BATCH) {
                batches.add(few.subList(at, at + BATCH).stream().map(ManyRowsTest::sample).toList());
            }
            int rounds = Math.max(1, Math.min(ROWS, MOSI ? 2000 : 20_000) / (BATCH * batches.size()));
            double before = 0;
            for (int round = 0; round < 2 * rounds; round++) {
                before = round == rounds ? Processes.seconds(List.of()) : before;
                batches.forEach(almt::predict);
            }
            return 1000 * (Processes.seconds(List.of()) - before) / (rounds * BATCH * batches.size());
        }
    }

    /** Rows a second in this process, warm, from memory, with as many callers as the cluster has cores. */
    private static double rowsASecond() throws IOException {
        List<List<Sample>> batches = new ArrayList<>();
        for (int at = 0; at + BATCH <= few.size(); at += BATCH) {
            batches.add(few.subList(at, at + BATCH).stream().map(ManyRowsTest::sample).toList());
        }
        int rounds = Math.max(1, Math.min(ROWS, MOSI ? 2000 : 40_000) / (BATCH * batches.size()));
        try (Almt almt = Almt.load(run)) {
            double rows = 0;
            for (boolean warm : new boolean[] {false, true}) {
                long began = System.nanoTime();
                IntStream.range(0, TestCluster.CORES).parallel().forEach(caller -> {
                    for (int round = 0; round < rounds; round++) {
                        batches.forEach(almt::predict);
                    }
                });
                rows = 1e9 * TestCluster.CORES * rounds * BATCH * batches.size() / (System.nanoTime() - began);
            }
            return rows;
        }
    }

    /** The same from a file of floats to a file of predictions: the least that a program can do. */
    private static double fromFileToFile() throws IOException {
        Path in = folder.resolve("rows.floats");
        Path out = folder.resolve("rows.csv");
        int rows = Math.min(ROWS, MOSI ? 2000 : 20_000) / BATCH * BATCH;
        PlainFile.write(in, few, rows);
        try (Almt almt = Almt.load(run)) {
            double before = 0;
            for (int round = 0; round < 2; round++) {
                before = Processes.seconds(List.of());
                PlainFile.predict(in, out, rows, BATCH, few.get(0), list -> almt.predict(list).stream()
                        .map(Sentiment::value).toList(), ManyRowsTest::sample);
            }
            return 1000 * (Processes.seconds(List.of()) - before) / rows;
        }
    }

    private static Sample sample(Row row) {
        return Sample.of(features(row, 2, Modality.TEXT), features(row, 3, Modality.AUDIO),
                features(row, 4, Modality.VISION));
    }

    private static Features features(Row row, int column, Modality modality) {
        return Features.of((float[]) row.get(column), data.shapes().of(modality).width());
    }

    private static void verify(Dataset<Row> scored, int copies) {
        List<Row> groups = scored.groupBy("id").agg(
                functions.count(functions.lit(1)), functions.countDistinct("copy"), functions.min("prediction"),
                functions.max("prediction")).collectAsList();
        Map<String, Float> found = new TreeMap<>();
        for (Row row : groups) {
            assertEquals(copies, row.getLong(1), row.getString(0));
            assertEquals(copies, row.getLong(2), row.getString(0));
            assertEquals(row.getFloat(3), row.getFloat(4), row.getString(0));
            found.put(row.getString(0), row.getFloat(3));
        }
        assertEquals(new TreeMap<>(expected), found);
    }
}
