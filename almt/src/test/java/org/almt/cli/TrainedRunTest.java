package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.io.Json;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.testsdata.ReadmeExample;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on one small run, as a person would use them one after another. */
class TrainedRunTest {
    /** A narrow model, so that an epoch of the embedded data takes a moment. */
    private static final List<String> SMALL = List.of(
            "--set", "width=16", "--set", "tokens=2", "--set", "heads=2", "--set", "headSize=8", "--set",
            "hyperHeadSize=4", "--set", "mlp=16", "--epochs", "2", "--lr", "2e-3");

    @TempDir
    static Path temporary;

    private static Path run;
    private static CommandRun training;

    @BeforeAll
    static void train() {
        run = temporary.resolve("run");
        training = CommandRun.of(words(
                List.of("train", "--out", run.toString(), "--json", temporary.resolve("out.json").toString()), SMALL));
        assertEquals(0, training.exitCode(), training.err());
    }

    private static String[] words(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toArray(String[]::new);
    }

    @Test
    void trainingSaysWhatAPersonWantsToKnow() throws IOException {
        assertTrue(training.out().contains("embedded synthetic data"), training.out());
        assertEquals(2, training.out().lines().filter(line -> line.startsWith("epoch ")).count());
        assertTrue(Files.readString(run.resolve("summary.txt")).startsWith("Data: embedded synthetic data"));
        assertTrue(training.out().contains("Run folder: " + run), training.out());
        assertTrue(training.out().contains("constant (train mean)"), training.out());
        assertTrue(training.out().contains("Not a result, but the reference's \"best test epoch per metric\""));
        Map<String, Object> json = Json.read(temporary.resolve("out.json"));
        assertEquals(json, Json.read(run.resolve("summary.json")));
        assertEquals(2L, json.get("epochs"));
    }

    @Test
    void evaluationRepeatsTheRunsOwnFigures() throws IOException {
        Path json = temporary.resolve("test.json");
        Path csv = temporary.resolve("test.csv");
        CommandRun evaluation = CommandRun.of(
                "evaluate", "--run", run.toString(), "--json", json.toString(), "--predictions", csv.toString());
        assertEquals(0, evaluation.exitCode(), evaluation.err());
        assertEquals(Json.read(run.resolve("summary.json")).get("test"), Json.read(json).get("metrics"));
        assertEquals(Files.readString(run.resolve("predictions.csv")), Files.readString(csv));
    }

    @Test
    void theRunsOwnFilesAreNotReplaced() throws IOException {
        Map<String, Object> config = Json.read(run.resolve("config.json"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), run);
        for (String[] words : new String[][] {
                {"evaluate", "--run", run.toString(), "--json", link.resolve("config.json").toString()},
                {"evaluate", "--run", run.toString(), "--predictions", run.resolve("predictions.csv").toString()},
                {"train", "--resume", run.toString(), "--json", run.resolve("summary.json").toString()}
        }) {
            CommandRun refused = CommandRun.of(words);
            assertEquals(2, refused.exitCode(), refused.err());
            refused.assertOneSentence("is a file of the run, which would be lost");
        }
        assertEquals(config, Json.read(run.resolve("config.json")));
        String twice = temporary.resolve("twice").toString();
        CommandRun same = CommandRun.of("evaluate", "--run", run.toString(), "--json", twice, "--predictions", twice);
        assertEquals(2, same.exitCode());
        same.assertOneSentence("is the same file as --predictions");
    }

    @Test
    void describeShowsARunsModel() {
        CommandRun described = CommandRun.of("describe", "--run", run.toString());
        assertEquals(0, described.exitCode(), described.err());
        assertTrue(described.out().matches("(?s).*\\bwidth +16\\R.*"), described.out());
    }

    @Test
    void theValidationSplitToo() throws IOException {
        Path csv = temporary.resolve("valid.csv");
        CommandRun evaluation = CommandRun.of(
                "evaluate", "--run", run.toString(), "--split", "valid", "--predictions", csv.toString());
        assertEquals(0, evaluation.exitCode(), evaluation.err());
        assertEquals(Files.readString(run.resolve("predictions-valid.csv")), Files.readString(csv));
    }

    @Test
    void oneSampleIsPredictedAsInTheWholeSplit() throws IOException {
        String[] row = Files.readAllLines(run.resolve("predictions.csv")).get(5).split(",");
        CommandRun prediction = CommandRun.of("predict", "--run", run.toString(), "--id", row[0]);
        assertEquals(0, prediction.exitCode(), prediction.err());
        String line = prediction.out().lines().filter(text -> text.startsWith("prediction")).findFirst().orElseThrow();
        assertEquals(row[2], line.split("\\s+")[1], "the same bits, alone and in a batch");
        assertTrue(line.matches(".*\\((strongly |weakly )?(positive|negative)\\)|.*\\(neutral\\)"), line);

        CommandRun unknown = CommandRun.of("predict", "--run", run.toString(), "--id", "nobody");
        assertEquals(1, unknown.exitCode());
        unknown.assertOneSentence("no sample of the data has the id 'nobody'; the nearest are '");
        String id = row[0].toUpperCase(Locale.ROOT);
        CommandRun.of("predict", "--run", run.toString(), "--id", id)
                .assertOneSentence("the nearest are '" + row[0] + "'");
    }

    /** The run's data are corrupted. Predictions use the same corrupted data as the test. */
    @Test
    void oneSampleIsCorruptedAsInTheWholeSplit() throws IOException {
        Path corrupted = Files.createDirectory(temporary.resolve("corrupted"));
        // Without the hash of their run, since the settings beside them are others.
        SafeTensors.write(corrupted.resolve("best.safetensors"), SafeTensors.read(run.resolve("best.safetensors")));
        Files.writeString(corrupted.resolve("config.json"), Files.readString(run.resolve("config.json")).replaceFirst(
                "(\"repaired\" : false)", """
                        $1, "corruptions": {"seed": 1, "train": [], "test": [
                        {"kind": "missing", "modality": "text", "strength": 1.0},
                        {"kind": "noise", "modality": "audio", "strength": 1.0}]}"""));
        Path csv = temporary.resolve("corrupted.csv");
        CommandRun evaluation =
                CommandRun.of("evaluate", "--run", corrupted.toString(), "--predictions", csv.toString());
        assertEquals(0, evaluation.exitCode(), evaluation.err());
        String[] row = Files.readAllLines(csv).get(5).split(",");
        assertFalse(Files.readAllLines(run.resolve("predictions.csv")).contains(String.join(",", row)));
        CommandRun prediction = CommandRun.of("predict", "--run", corrupted.toString(), "--id", row[0]);
        assertEquals(0, prediction.exitCode(), prediction.err());
        assertTrue(prediction.out().contains("prediction  " + row[2] + " ("), prediction.out());
    }

    /** Weights of another run of the same shapes, and settings that were edited, which shapes do not show. */
    @Test
    void whatDoesNotBelongTogetherIsRefused() throws IOException {
        Path other = temporary.resolve("other-seed");
        assertEquals(0, CommandRun.of(words(List.of("train", "--out", other.toString(), "--seed", "2"), SMALL))
                .exitCode());
        Path mixed = Files.createDirectory(temporary.resolve("mixed"));
        String config = Files.readString(run.resolve("config.json"));
        Path weights = mixed.resolve("best.safetensors");
        for (Path from : List.of(run, other)) {
            for (String edited : List.of(config, config.replace("\"seed\" : 1,", "\"seed\" : 7,"),
                    config.replace("\"modalityEmbedding\" : true", "\"modalityEmbedding\" : false"))) {
                Files.copy(from.resolve("best.safetensors"), weights, StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(mixed.resolve("config.json"), edited);
                boolean sound = from.equals(run) && edited.equals(config);
                for (String[] words : new String[][] {{"evaluate"}, {"predict", "--id", "test-0"},
                        {"explain", "--all", "--out", temporary.resolve("mixed.html").toString()}}) {
                    CommandRun mix = CommandRun.of(words(List.of(words), List.of("--run", mixed.toString())));
                    String refusal = weights + " does not belong to the run in the config.json beside it";
                    assertEquals(!sound, mix.err().contains(refusal), edited + mix.err());
                    assertTrue(sound || mix.exitCode() == 1, mix.err());
                }
            }
        }
    }

    @Test
    void scoringThePredictionsGivesTheSameFigures() {
        CommandRun score = CommandRun.of("score", run.resolve("predictions.csv").toString(), "--dataset", "mosi");
        assertEquals(0, score.exitCode(), score.err());
        CommandRun evaluation = CommandRun.of("evaluate", "--run", run.toString());
        assertEquals(figures(evaluation), figures(score));
    }

    private static List<String> figures(CommandRun execution) {
        return execution.out().lines().filter(line -> line.startsWith("  ")).toList();
    }

    @Test
    void aFinishedRunHasNothingToResume() throws IOException {
        byte[] before = Files.readAllBytes(run.resolve("last.safetensors"));
        CommandRun resumed = CommandRun.of("train", "--resume", run.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(resumed.out().contains("is finished; there is nothing to resume"), resumed.out());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(run.resolve("last.safetensors"))));
    }

    @Test
    void aSummaryThatIsNoTextAndAHugeTableAreRefused() throws IOException {
        Path summary = run.resolve("summary.txt");
        Path table = run.resolve("metrics.csv");
        byte[] text = Files.readAllBytes(summary);
        byte[] rows = Files.readAllBytes(table);
        try (RandomAccessFile sparse = new RandomAccessFile(table.toFile(), "rw")) {
            Files.write(summary, new byte[] {'a', (byte) 0xc3, (byte) 0xa9, '\n', 'b', (byte) 0xff});
            sparse.setLength(3_000_000_000L);
            CommandRun resumed = CommandRun.of("train", "--resume", run.toString());
            assertEquals(1, resumed.exitCode());
            resumed.assertOneSentence(summary + ", line 2: is not UTF-8, so that the file is damaged");
            CommandRun page = CommandRun.of("explain", "--run", run.toString(), "--all", "--out",
                    temporary.resolve("page.html").toString());
            assertEquals(1, page.exitCode());
            assertTrue(page.err().contains(table + ": has more than 33554432 bytes"), page.err());
        } finally {
            Files.write(summary, text);
            Files.write(table, rows);
        }
    }

    @Test
    void aRunThatIsNotFinishedSaysWhatItLacks() throws IOException {
        Path half = Files.createDirectory(temporary.resolve("half"));
        for (String name : List.of("config.json", "metrics.csv", "best.safetensors")) {
            Files.copy(run.resolve(name), half.resolve(name));
        }
        CommandRun evaluation = CommandRun.of("evaluate", "--run", half.toString());
        assertEquals(0, evaluation.exitCode(), evaluation.err());
        evaluation.assertOneSentence("is not finished; these are its best weights so far");

        CommandRun.of("train", "--resume", half.toString()).assertOneSentence("last.safetensors is missing");
        Files.copy(run.resolve("last.safetensors"), half.resolve("last.safetensors"));
        CommandRun.of("train", "--resume", half.toString(), "--data", "other.pkl")
                .assertOneSentence("the run was trained on the embedded data set, not on other.pkl");

        Files.delete(half.resolve("best.safetensors"));
        CommandRun begun = CommandRun.of("evaluate", "--run", half.toString());
        assertEquals(1, begun.exitCode());
        begun.assertOneSentence("has not finished an epoch");
    }

    /** With the run of this test, and as a program of Java 17. */
    @Test
    void theProgramOfTheReadmePredicts() throws IOException, InterruptedException {
        Path copy = Files.createDirectories(temporary.resolve("readme/runs/embedded-seed1"));
        for (String name : List.of("config.json", "best.safetensors")) {
            Files.copy(run.resolve(name), copy.resolve(name));
        }
        String printed = ReadmeExample.run(Path.of("../README.md"), temporary.resolve("readme"), "class First",
                "--source", "17");
        assertTrue(printed.strip().matches("-?[0-9.]+, ([a-z]+ )?(negative|neutral|positive)"), printed);
    }

    @Test
    void aRunIsNotOverwritten() {
        CommandRun again = CommandRun.of(words(List.of("train", "--out", run.toString()), SMALL));
        assertEquals(1, again.exitCode());
        again.assertOneSentence("already holds a run");
    }

    @Test
    void weightsBeginAnotherRunAndBringTheirSizes() {
        Path out = temporary.resolve("continued");
        CommandRun continued = CommandRun.of(
                "train", "--init", run.resolve("best.safetensors").toString(), "--set", "heads=2", "--epochs", "1",
                "--schedule", "constant", "--lr", "0", "--out", out.toString(), "--quiet");
        assertEquals(0, continued.exitCode(), continued.err());
        assertEquals(test(run), test(out));
        assertFalse(continued.out().contains("epoch 1/1"), continued.out());
    }

    private static Object test(Path directory) {
        try {
            return Json.read(directory.resolve("summary.json")).get("test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void dataThatDoNotFitTheWeightsNameBothSides() {
        CommandRun failed = CommandRun.of(
                "train", "--init", run.resolve("best.safetensors").toString(), "--set", "heads=2", "--set",
                "audioWidth=9", "--out", temporary.resolve("unfit").toString());
        assertEquals(1, failed.exitCode());
        failed.assertOneSentence("audio of embedded synthetic data");
        assertTrue(failed.err().contains("9 features"), failed.err());
        assertFalse(Files.exists(temporary.resolve("unfit")));
    }

    @Test
    void aRunOfAnotherVersionIsRefused() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        Files.writeString(other.resolve("config.json"),
                Files.readString(run.resolve("config.json")).replace("\"format\" : 1", "\"format\" : 9"));
        for (String[] words : new String[][] {
                {"train", "--resume", other.toString()}, {"evaluate", "--run", other.toString()}
        }) {
            CommandRun failed = CommandRun.of(words);
            assertEquals(1, failed.exitCode());
            failed.assertOneSentence("written by another version");
        }
    }
}
