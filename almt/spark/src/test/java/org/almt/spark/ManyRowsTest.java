package org.almt.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.almt.Almt;
import org.almt.Features;
import org.almt.Sample;
import org.almt.cli.cluster.ScoringOrder;
import org.almt.input.Modality;
import org.almt.run.RunListener;
import org.almt.run.RunRequest;
import org.almt.run.Training;
import org.almt.train.StopSignal;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies of the test split under ids of their own: none is lost or doubled, all have the bits of one machine, and
 * executors do not grow. With {@code -Dalmt.rows=1000000} it is a measurement, whose figures it prints: processor time
 * of all processes, since that does not depend on what else the machine does.
 */
class ManyRowsTest {
    private static final int ROWS = Integer.getInteger("almt.rows", 8000);
    /** Any setting of a model makes rows cheaper or dearer; 0 for the usual one. */
    private static final int WIDTH = Integer.getInteger("almt.width", 0);
    private static final int PASSES = 3;

    @TempDir
    Path folder;

    @Test
    void noneIsLostOrDoubledAndExecutorsDoNotGrow() throws IOException {
        TestCluster.connection();
        SparkSession session = TestCluster.session();
        Path run = run();
        Map<String, Float> expected = TestRows.predictions(run);
        String table = TestRows.write(session, folder.resolve("few.parquet"), 1);
        int copies = (ROWS + expected.size() - 1) / expected.size();
        String many = folder.resolve("many.parquet").toString();
        session.read().parquet(table).crossJoin(session.range(copies).withColumnRenamed("id", "copy").repartition(8))
                .write().parquet(many);
        long rows = (long) copies * expected.size();
        long bytes = size(Path.of(many));

        double here = inProcess(run);
        List<Long> executors = TestCluster.processes();
        double[] cpu = new double[PASSES];
        long[] memory = new long[PASSES];
        List<String> lines = new ArrayList<>();
        for (int pass = 0; pass < PASSES; pass++) {
            double before = cpu(executors);
            String out = folder.resolve("scored" + pass + ".parquet").toString();
            lines.add(TestCluster.connection().score(new ScoringOrder(List.of(run), many, out, Set.of())));
            cpu[pass] = 1000 * (cpu(executors) - before) / rows;
            memory[pass] = memory(executors);
            if (Integer.getInteger("almt.rows") != null) {
                System.out.printf(Locale.ROOT, "pass %d: %d rows of %d bytes, %.3f ms of processor time a row in this"
                        + " process alone, %.3f in executors and driver; executors have %d MB%n", pass, rows,
                        bytes / rows, here, cpu[pass], memory[pass]);
            }
            verify(session.read().parquet(out), expected, copies);
        }
        assertEquals(executors, TestCluster.processes(), "an executor was lost, so that these figures are nothing");
        lines.forEach(line -> assertTrue(line.contains(rows + " rows in "), line));
        assertTrue(memory[PASSES - 1] < 2 * 1600, "executors of 1 GB have " + memory[PASSES - 1] + " MB");
    }

    private Path run() throws IOException {
        RunRequest request = RunRequest.onEmbeddedData().set("epochs", 1);
        if (WIDTH > 0) {
            request = request.set("width", WIDTH).set("heads", 4).set("headSize", WIDTH / 4)
                    .set("hyperHeadSize", WIDTH / 4).set("mlp", WIDTH).set("tokens", 4);
        }
        Training.run(request, folder.resolve("run"), RunListener.SILENT, new StopSignal());
        return folder.resolve("run");
    }

    /** Milliseconds of processor time for a row in this process, warm, in lists as executors have them. */
    private static double inProcess(Path run) throws IOException {
        try (Almt almt = Almt.load(run)) {
            List<Sample> samples = new ArrayList<>();
            for (Row row : TestRows.rows().subList(0, 32)) {
                samples.add(Sample.of(features(row, 2, Modality.TEXT), features(row, 3, Modality.AUDIO),
                        features(row, 4, Modality.VISION)));
            }
            for (int i = 0; i < ROWS / 64; i++) {
                almt.predict(samples);
            }
            double before = cpu(List.of());
            for (int i = 0; i < ROWS / 64; i++) {
                almt.predict(samples);
            }
            return 1000 * (cpu(List.of()) - before) / (ROWS / 64 * 32);
        }
    }

    private static Features features(Row row, int column, Modality modality) {
        return Features.of((float[]) row.get(column), TestRows.width(modality));
    }

    /** Seconds of processor time of this process and others. */
    private static double cpu(List<Long> processes) {
        double seconds = seconds(ProcessHandle.current());
        for (long process : processes) {
            seconds += ProcessHandle.of(process).map(ManyRowsTest::seconds).orElse(Double.NaN);
        }
        return seconds;
    }

    private static double seconds(ProcessHandle process) {
        return 1e-9 * process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** Megabytes that processes hold. */
    private static long memory(List<Long> processes) throws IOException {
        long kilobytes = 0;
        for (long process : processes) {
            Path status = Path.of("/proc/" + process + "/status");
            if (Files.isReadable(status)) {
                kilobytes += Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
            }
        }
        return kilobytes / 1024;
    }

    private static long size(Path table) throws IOException {
        try (var files = Files.walk(table)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void verify(Dataset<Row> scored, Map<String, Float> expected, int copies) {
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
