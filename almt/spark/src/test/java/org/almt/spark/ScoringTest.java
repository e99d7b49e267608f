package org.almt.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.almt.cli.cluster.ScoringOrder;
import org.almt.core.parallel.Workers;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.input.Modality;
import org.almt.run.DataOrigin;
import org.almt.run.RunData;
import org.almt.run.RunListener;
import org.almt.run.RunRequest;
import org.almt.run.SplitPredictions;
import org.almt.run.Training;
import org.almt.saved.SavedModel;
import org.almt.train.StopSignal;
import org.almt.weights.SmallBert;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores on executors that are processes of their own, against those of one machine. */
class ScoringTest {
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
        table = TestRows.write(TestCluster.session(), folder.resolve("rows.parquet"), 5);
    }

    static Map<String, Float> scored(String file) {
        Map<String, Float> byId = new HashMap<>();
        List<Row> rows = TestCluster.session().read().parquet(file).collectAsList();
        for (Row row : rows) {
            assertEquals(null, byId.put(row.getAs("id"), row.getAs("prediction")), "twice");
        }
        return byId;
    }

    private static String out(String name) {
        return folder.resolve(name).toString();
    }

    private static String score(String in, String out) throws IOException {
        return TestCluster.connection().score(new ScoringOrder(List.of(run), in, out, Set.of()));
    }

    @Test
    void theBitsOfOneMachineHoweverTheTableIsCut() throws IOException {
        for (int files : new int[] {1, 5}) {
            String in = TestRows.write(TestCluster.session(), folder.resolve(files + ".parquet"), files);
            String line = score(in, out("cut" + files + ".parquet"));
            assertTrue(line.contains(expected.size() + " rows in "), line);
            assertEquals(expected, scored(out("cut" + files + ".parquet")));
        }
        assertTrue(TestCluster.WORDS.contains("the files have 1 part for 2 tasks at a time; they are cut into 8"),
                TestCluster.WORDS.toString());
    }

    @Test
    void theModelIsLoadedOnceInEachJvm() throws IOException {
        TestCluster.ofExecutors(i -> "warm");
        List<String> before = loads();
        score(table, out("loads.parquet"));
        List<String> after = loads();
        assertEquals(TestCluster.EXECUTORS, after.size(), after.toString());
        assertTrue(before.size() == after.size(), before + " " + after);
        for (int i = 0; i < after.size(); i++) {
            assertEquals(count(before.get(i)) + 1, count(after.get(i)), before + " " + after);
        }
    }

    private static List<String> loads() throws IOException {
        return TestCluster.ofExecutors(i -> ProcessHandle.current().pid() + ":" + LoadedModels.loads());
    }

    private static int count(String said) {
        return Integer.parseInt(said.substring(said.indexOf(':') + 1));
    }

    @Test
    void aTaskComputesWithItsThreads() throws IOException {
        score(table, out("threads.parquet"));
        // An executor that has not scored yet would answer with the processors of the machine.
        assertEquals(List.of("1"), TestCluster.ofExecutors(
                i -> LoadedModels.loads() > 0 ? Integer.toString(Workers.threads()) : "1"));
        assertTrue(loads().stream().anyMatch(said -> count(said) > 0));
    }

    @Test
    void theMeanOfRunsIsThatOfOneMachine() throws IOException {
        Path other = TestRows.run(folder.resolve("other"), 2);
        Map<String, Float> second = TestRows.predictions(other);
        TestCluster.connection().score(
                new ScoringOrder(List.of(run, other), table, out("mean.parquet"), Set.of()));
        Map<String, Float> mean = new HashMap<>();
        expected.forEach((id, first) -> mean.put(id, (float) (((double) first + second.get(id)) / 2)));
        assertEquals(mean, scored(out("mean.parquet")));
    }

    @Test
    void rowsThatCannotBeScoredSayWhy() throws IOException {
        StructType schema = new StructType().add("id", DataTypes.StringType)
                .add("text", DataTypes.createArrayType(DataTypes.FloatType, true))
                .add("audio", DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.DoubleType)))
                .add("vision", TestRows.FLOATS);
        Row good = TestRows.rows().get(0);
        float[] text = (float[]) good.get(2);
        double[][] audio = nested((float[]) good.get(3), TestRows.width(Modality.AUDIO));
        float[] vision = (float[]) good.get(4);
        Float[] gap = new Float[text.length];
        for (int i = 0; i < gap.length; i++) {
            gap[i] = i == 7 ? null : text[i];
        }
        double[][] ragged = audio.clone();
        ragged[1] = new double[] {1};
        double[][] large = audio.clone();
        large[1] = audio[1].clone();
        large[1][2] = 1e300;
        float[] notANumber = vision.clone();
        notANumber[3] = Float.NaN;
        List<Row> rows = List.of(
                RowFactory.create("good", text, audio, vision),
                RowFactory.create("null", null, audio, vision),
                RowFactory.create("gap", gap, audio, vision),
                RowFactory.create("ragged", text, ragged, vision),
                RowFactory.create("width", text, audio, new float[7]),
                RowFactory.create("nan", text, audio, notANumber),
                RowFactory.create("long", new float[text.length + TestRows.width(Modality.TEXT)], audio, vision),
                RowFactory.create("large", text, large, vision),
                RowFactory.create("good too", text, audio, vision));
        String in = folder.resolve("bad.parquet").toString();
        TestCluster.session().createDataFrame(rows, schema).coalesce(1).write().parquet(in);
        String line = score(in, out("reasons.parquet"));
        assertTrue(line.contains("7 of them have no prediction, the column 'reason' says why"), line);
        Map<String, String> reasons = new TreeMap<>();
        for (Row row : TestCluster.session().read().parquet(out("reasons.parquet")).collectAsList()) {
            String id = row.getAs("id");
            reasons.put(id, row.getAs("reason"));
            assertEquals(id.startsWith("good") ? expected.get((String) good.get(0)) : null, row.getAs("prediction"));
        }
        int wide = TestRows.width(Modality.VISION);
        assertNull(reasons.get("good"));
        assertEquals("text is null; rows of features are needed (zeros where the modality is missing)",
                reasons.get("null"));
        assertEquals("text: number 7 is null; a finite number is needed", reasons.get("gap"));
        assertEquals("audio row 1 has 1 features, but the model reads " + TestRows.width(Modality.AUDIO),
                reasons.get("ragged"));
        assertEquals("vision has 7 numbers, but the model reads rows of " + wide + "; whole rows are needed",
                reasons.get("width"));
        assertEquals("audio: number 2 of row 1 is 1.0E300, and the largest float is 3.4028235E38; a number within this"
                + " range is needed", reasons.get("large"));
        assertEquals("vision row 0, feature 3 is NaN; a finite number is needed", reasons.get("nan"));
        assertTrue(reasons.get("long").startsWith("text is "), reasons.get("long"));
    }

    @Test
    void bytesOfFloatsHaveTheSameBits() throws IOException {
        List<Row> rows = new ArrayList<>(TestRows.bytes(TestRows.rows()));
        Row good = rows.get(0);
        rows.add(RowFactory.create("cut", 0f, new byte[7], good.get(3), good.get(4)));
        rows.add(RowFactory.create("empty", 0f, new byte[0], good.get(3), good.get(4)));
        String in = out("bytes.parquet");
        TestCluster.session().createDataFrame(rows, TestRows.BYTES).repartition(3).write().parquet(in);
        for (List<String> columns : List.of(List.<String>of(), List.of("label", "id"))) {
            String out = out("bytes" + columns.size() + ".parquet");
            TestCluster.connection().score(new ScoringOrder(List.of(run), in, out, Set.of(), columns));
            Map<String, Float> found = scored(out);
            assertEquals(rows.size(), found.size());
            found.keySet().removeAll(Set.of("cut", "empty"));
            assertEquals(expected, found);
            Dataset<Row> table = TestCluster.session().read().parquet(out);
            assertEquals(columns.isEmpty()
                    ? List.of("id", "label", "text", "audio", "vision", "prediction", "reason")
                    : List.of("label", "id", "prediction", "reason"), List.of(table.columns()));
            Map<String, String> reasons = new HashMap<>();
            table.collectAsList().forEach(row -> reasons.put(row.getAs("id"), row.getAs("reason")));
            int wide = TestRows.width(Modality.TEXT);
            assertEquals("text has 7 bytes, but the model reads rows of " + wide + " floats, 4 bytes each; whole rows"
                    + " are needed", reasons.get("cut"));
            assertTrue(reasons.get("empty").startsWith("text has 0 bytes"), reasons.get("empty"));
        }
    }

    @Test
    void foldersMayHaveAnyName() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("rows of ä %41 #+"));
        String in = TestRows.write(TestCluster.session(), odd.resolve("a b.parquet"), 1);
        score(in, odd + "/scored.parquet");
        assertEquals(expected, scored(odd + "/scored.parquet"));
        try (Stream<Path> files = Files.list(odd)) {
            assertEquals(List.of("a b.parquet", "scored.parquet"),
                    files.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }

    /** What is wrong with a row is found before memory is taken for what it would hold. */
    @Test
    void manyEmptyRowsTakeNoMemory() throws IOException {
        StructType schema = new StructType().add("text",
                DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.FloatType)));
        Object[] rows = new Object[3_000_000];
        Arrays.fill(rows, new GenericArrayData(new float[0]));
        InternalRow row = new GenericInternalRow(new Object[] {new GenericArrayData(rows)});
        FeatureColumn column = FeatureColumn.of(Modality.TEXT, schema);
        assertEquals("text row 0 has 0 features, but the model reads 768",
                assertThrows(IllegalArgumentException.class, () -> column.features(row, 768)).getMessage());
    }

    private static double[][] nested(float[] flat, int width) {
        double[][] rows = new double[flat.length / width][width];
        for (int i = 0; i < flat.length; i++) {
            rows[i / width][i % width] = flat[i];
        }
        return rows;
    }

    /** Against the same run on one machine, which makes features of all sentences first. */
    @Test
    void sentencesGoThroughTheLanguageModelOfTheRun() throws IOException {
        Path csv = folder.resolve("sentences.csv");
        StringBuilder rows = new StringBuilder("id,text,label,split\n");
        String[] words = {"good", "bad", "goodly movie", "good movie !", "bad bad", "badly good good"};
        for (int i = 0; i < 120; i++) {
            rows.append("s").append(i).append(',').append(words[i % words.length]).append(" movie".repeat(i % 3))
                    .append(',').append(i % 7 - 3).append(',')
                    .append(i < 30 ? "train" : i < 60 ? "valid" : "test").append('\n');
        }
        rows.append("lines,\"good movie\nbad \"\"movie\"\"\",0,test\n");
        Files.writeString(csv, rows);
        Set<Modality> absent = Set.of(Modality.AUDIO, Modality.VISION);
        Path bert = new SmallBert().folder(folder);
        DataOrigin data = new DataOrigin.FeatureFile(csv, false, Optional.of(folder.resolve("cache")));
        Path spoken = folder.resolve("spoken");
        Training.run(RunRequest.on(data).bert(bert).missing(absent).set("epochs", 1), spoken, RunListener.SILENT,
                new StopSignal());
        Map<String, Float> here = new HashMap<>();
        SavedModel saved = SavedModel.ofRun(spoken);
        try (DataSet samples = new RunData(line -> {}).at(data).withZerosFor(absent)
                .openClean(saved, SplitName.TEST)) {
            SplitPredictions all = SplitPredictions.of(saved, samples, samples.split(SplitName.TEST));
            for (int i = 0; i < all.predictions().length; i++) {
                here.put(all.split().id(i), all.predictions()[i]);
            }
        }
        assertEquals(61, here.size());
        Files.writeString(csv, rows + "null,,0,test\nblank,\" \",0,test\n");

        String line = TestCluster.connection().score(
                new ScoringOrder(List.of(spoken), csv.toString(), out("spoken.parquet"), absent));
        assertTrue(line.contains("123 rows in ") && line.contains("2 of them have no prediction"), line);
        Map<String, String> reasons = new HashMap<>();
        Map<String, Float> there = new HashMap<>();
        for (Row row : TestCluster.session().read().parquet(out("spoken.parquet")).collectAsList()) {
            if (here.containsKey(row.<String>getAs("id"))) {
                there.put(row.getAs("id"), row.getAs("prediction"));
            }
            reasons.put(row.getAs("id"), row.getAs("reason"));
        }
        assertEquals(here, there);
        assertEquals("text is null; a sentence is needed", reasons.get("null"));
        assertEquals("the sentence is empty; a sentence is needed", reasons.get("blank"));
    }

    @Test
    void otherFormatsAndColumnsArePassedThrough() throws IOException {
        TestCluster.session().read().parquet(table).write().json(out("rows.json"));
        score(out("rows.json"), out("scored.orc"));
        Dataset<Row> scored = TestCluster.session().read().orc(out("scored.orc"));
        assertEquals(Set.of("id", "label", "text", "audio", "vision", "prediction", "reason"),
                Set.of(scored.columns()));
        for (Row row : scored.collectAsList()) {
            assertEquals(expected.get(row.<String>getAs("id")), row.<Float>getAs("prediction"));
        }
    }

    @Test
    void aKilledExecutorLosesAndDoublesNothing() throws IOException {
        killWhile(table, out("killed.parquet"), "KILL");
        assertEquals(expected, scored(out("killed.parquet")));
        assertTrue(TestCluster.WORDS.stream().anyMatch(word -> word.contains("is lost")), "nothing was said");
    }

    @Test
    void aStoppedExecutorLosesAndDoublesNothing() throws IOException {
        killWhile(table, out("stopped.parquet"), "STOP");
        assertEquals(expected, scored(out("stopped.parquet")));
    }

    /** Sends a signal to an executor when the first part of a table has been scored. */
    private static void killWhile(String in, String out, String signal) throws IOException {
        List<Long> executors = TestCluster.processes();
        AtomicBoolean sent = new AtomicBoolean();
        SparkListener killer = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                // The tasks before look whether executors see the table, and write nothing.
                if (end.taskMetrics().outputMetrics().recordsWritten() > 0 && sent.compareAndSet(false, true)) {
                    Signals.send(signal, executors.get(0));
                }
            }
        };
        SparkContext spark = TestCluster.session().sparkContext();
        spark.addSparkListener(killer);
        try {
            score(in, out);
        } finally {
            spark.removeSparkListener(killer);
        }
        assertTrue(sent.get(), "no executor was ended");
    }
}
