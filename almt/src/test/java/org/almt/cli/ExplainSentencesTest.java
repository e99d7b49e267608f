package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.data.TestSplits;
import org.almt.io.Json;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.model.AlmtModel;
import org.almt.saved.SavedModel;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code almt explain} of runs whose BERT has learned, which need no other file of it. */
class ExplainSentencesTest {
    private static final Map<String, List<String>> SENTENCES = Map.of(
            "train", List.of("good movie", "bad", "good good good good good", "good bad", "!"),
            "valid", List.of("badly", "movie"),
            "test", List.of("bad movie!", "movie", "goodly"));
    private static final int LENGTH = 4;
    private static final int WIDTH = 128;

    @TempDir
    static Path temporary;

    private static Path runs;

    /** What the data file holds, to be corrupted. */
    private final Map<String, Object> content = content();

    private Path folder;
    private Path page;

    private static Map<String, Object> content() {
        Map<String, Object> content = TestSplits.all();
        SENTENCES
                .forEach((split, sentences) -> split(content, split).put("raw_text", new ArrayList<Object>(sentences)));
        return content;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> split(Map<String, Object> content, String name) {
        return (Map<String, Object>) content.get(name);
    }

    @BeforeAll
    static void train() throws IOException {
        Path bert = new SmallBert().folder(temporary);
        Path data = TestSplits.write(temporary, content());
        runs = Files.createDirectory(temporary.resolve("runs"));
        for (TextPadding padding : TextPadding.values()) {
            CommandRun training = CommandRun.of("train", "--data", data.toString(), "--out", run(padding), "--preset",
                    "sims", "--epochs", "3", "--batch-size", "2", "--lr", "1e-2", "--set", "width=16", "--set",
                    "tokens=2", "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=4", "--set",
                    "mlp=16", "--bert", bert.toString(), "--bert-mode", "finetune", "--bert-lr", "1e-3", "--padding",
                    padding.label());
            assertEquals(0, training.exitCode(), training.err());
        }
        Files.move(bert, temporary.resolve("moved"));
    }

    private static String run(TextPadding padding) {
        return runs.resolve(padding.label()).toString();
    }

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createTempDirectory(temporary, "test");
        page = folder.resolve("page.html");
    }

    private CommandRun explain(String... words) {
        return CommandRun.of(Stream.concat(
                Stream.of("explain", "--run", run(TextPadding.FAITHFUL)), Stream.of(words)).toArray(String[]::new));
    }

    /** With the file as it has been corrupted. */
    private CommandRun explainCorrupted(String... words) throws IOException {
        String data = TestSplits.write(folder, content).toString();
        return explain(Stream.concat(Stream.of("--data", data), Stream.of(words)).toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void aPageOfWords(TextPadding padding) throws IOException {
        CommandRun done = CommandRun.of("explain", "--run", run(padding), "--all", "--out", page.toString());
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(done.out().contains("Deletion and insertion"), done.out());
        assertTrue(Files.readString(page).contains("goodly"));
    }

    /**
     * Compares with the plain form of the model on hidden states of its own BERT, one sentence at a time. Every
     * position of the text that is not zero must be the mean state of the tokens of the training split.
     */
    @ParameterizedTest
    @EnumSource
    void withoutTextNothingOfTheSentenceIsLeft(TextPadding padding) throws IOException {
        CommandRun done = CommandRun.of("explain", "--run", run(padding), "--what-if", "text=neutral");
        assertEquals(0, done.exitCode(), done.err());
        SavedModel saved = SavedModel.ofRun(Path.of(run(padding)));
        LanguageModel bert = saved.language().model();
        double[] mean = new double[WIDTH];
        int tokens = 0;
        for (String sentence : SENTENCES.get("train")) {
            for (float[] state : bert.features(sentence, LENGTH, TextPadding.MASKED)) {
                tokens++;
                for (int f = 0; f < WIDTH; f++) {
                    mean[f] += state[f];
                }
            }
        }
        double error = 0;
        List<String> sentences = SENTENCES.get("test");
        float[] labels = TestSplits.values(content, "test", "regression_labels");
        for (int i = 0; i < labels.length; i++) {
            float[] text = new float[LENGTH * WIDTH];
            int filled = bert.features(sentences.get(i), LENGTH, padding).length;
            for (int at = 0; at < filled * WIDTH; at++) {
                text[at] = (float) (mean[at % WIDTH] / tokens);
            }
            Tensor[] inputs = {
                    Tensor.of(text, 1, LENGTH, WIDTH), features("audio", i, 6), features("vision", i, 5)
            };
            AlmtModel model = (AlmtModel) saved.network().root();
            double prediction = GradMode.noGrad(() -> model.forward(inputs[0], inputs[1], inputs[2])).item();
            error += Math.abs(prediction - labels[i]) / labels.length;
        }
        assertEquals(error, figure(done, "MAE with it neutral"), 1e-4);
        Map<?, ?> test = (Map<?, ?>) Json.read(Path.of(run(padding)).resolve("summary.json")).get("test");
        assertEquals(((Number) test.get("MAE")).doubleValue(), figure(done, "MAE"), 1e-4);
    }

    private Tensor features(String modality, int sample, int length) {
        float[] all = TestSplits.values(content, "test", modality);
        return Tensor.of(
                Arrays.copyOfRange(all, sample * length * 2, (sample + 1) * length * 2), 1, length, 2);
    }

    private static double figure(CommandRun done, String name) {
        String line = done.out().lines().map(String::strip).filter(one -> one.matches(name + " +[-\\d].*"))
                .findFirst().orElseThrow(() -> new AssertionError(done.out()));
        return Double.parseDouble(line.substring(name.length()).strip().split(" ")[0]);
    }

    @Test
    void withoutATrainingSplitItSaysWhyAndWhatIsNeutral() throws IOException {
        content.remove("train");
        neutralOfTheTestSplit("has no split 'train'");
    }

    @Test
    void anEmptyTrainingSplitIsNotCalledMissing() throws IOException {
        split(content, "train").replaceAll((name, values) -> empty(name, values));
        neutralOfTheTestSplit("split train has no samples");
    }

    private void neutralOfTheTestSplit(String why) throws IOException {
        CommandRun done = explainCorrupted("--id", "a0", "--what-if", "text=neutral", "--out", page.toString());
        assertEquals(0, done.exitCode(), done.err());
        assertEquals(1, done.err().lines().count(), done.err());
        assertTrue(done.err().contains("without a training split (") && done.err().contains(why)
                && done.err().contains("neutral frames are means over the test split"), done.err());
        assertTrue(done.out().contains("neutral is the mean real frame of the test split"), done.out());
        assertTrue(Files.exists(page));
    }

    private static Object empty(String name, Object values) {
        Map<String, Object> one = new LinkedHashMap<>();
        Map<String, Object> all = new LinkedHashMap<>(Map.of("x", one));
        switch (name) {
            case "text" -> TestSplits.put(all, "x", name, new float[0], 0, LENGTH, 3);
            case "audio" -> TestSplits.put(all, "x", name, new float[0], 0, 6, 2);
            case "vision" -> TestSplits.put(all, "x", name, new float[0], 0, 5, 2);
            case "regression_labels" -> TestSplits.put(all, "x", name, new float[0], 0);
            default -> one.put(name, List.of());
        }
        return one.get(name);
    }

    @Test
    void anEmptySplitIsRefused() throws IOException {
        split(content, "test").replaceAll((name, values) -> empty(name, values));
        refused(explainCorrupted("--all", "--out", page.toString()), "split test has no samples");
        refused(explainCorrupted("--check"), "split test has no samples");
    }

    @Test
    void idsThatCannotBeShownAreNamed() throws IOException {
        String out = page.toString();
        refused(explain("--id", "a9", "--out", out), "no sample of the data has the id 'a9'; the nearest are 'a0'");
        refused(explain("--id", "a0", "--id", "a9", "--out", out), "no sample of the data has the id 'a9'");
        refused(explain("--id", "a4", "--split", "valid", "--out", out),
                "no sample of the valid split has the id 'a4'");
        refused(explain("--id", "a0", "--id", "a4", "--out", out),
                "the samples are in different splits, 'a0' in test and 'a4' in train");
        content.remove("valid");
        refused(explainCorrupted("--id", "a0", "--split", "valid", "--out", out), "has no split 'valid'");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        refused(explain("--all", "--out", file.resolve("page.html").toString()), "its folder does not exist");
        refused(explain("--all", "--out", folder.toString()), "is a folder; name a file in it");
        String weights = Path.of(run(TextPadding.FAITHFUL)).resolve("bert/model.safetensors").toString();
        refused(explain("--all", "--out", weights), "would be lost");
        assertEquals("kept", Files.readString(file));
    }

    @Test
    void runsThatCannotBeReadAreRefused() throws IOException {
        Path run = Path.of(run(TextPadding.FAITHFUL));
        String config = Files.readString(run.resolve("config.json"));
        refusedConfig(config.replaceFirst("\"format\" : \\d", "\"format\" : 9"),
                "written by another version (format 9");
        refusedConfig(config.replace("\"layerDecay\"", "\"layerDecline\""), "unknown key 'language.layerDecline'");
        refusedConfig(config, "bert: no such file or folder");
    }

    private void refusedConfig(String config, String message) throws IOException {
        Path other = Files.createTempDirectory(folder, "run");
        Files.writeString(other.resolve("config.json"), config);
        Files.copy(Path.of(run(TextPadding.FAITHFUL)).resolve("best.safetensors"), other.resolve("best.safetensors"));
        CommandRun refused = CommandRun.of("explain", "--run", other.toString(), "--all", "--out", page.toString());
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().lines().anyMatch(line -> line.contains(message)), refused.err());
        assertFalse(refused.err().contains("\tat "), refused.err());
        assertFalse(Files.exists(page));
    }

    /** One sentence, no page, and beside the runs nothing that they did not leave. */
    private void refused(CommandRun execution, String message) throws IOException {
        assertTrue(execution.exitCode() != 0, execution.out());
        execution.assertOneSentence(message);
        assertEquals("", execution.out());
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.allMatch(path -> List.of("data.pkl", "file").contains(path.getFileName().toString())));
        }
        try (Stream<Path> left = Files.list(runs)) {
            assertEquals(TextPadding.values().length, left.count());
        }
    }
}
