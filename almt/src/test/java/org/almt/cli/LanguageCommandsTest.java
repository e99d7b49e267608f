package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.core.GradMode;
import org.almt.core.Tensor;
import org.almt.data.TensorBits;
import org.almt.data.TestSplits;
import org.almt.io.Json;
import org.almt.io.Sha256;
import org.almt.language.LanguageModel;
import org.almt.nn.bert.BertBatch;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From sentences to hidden states, to a trained run, to predictions. */
class LanguageCommandsTest {
    private static final String[] SENTENCES = {
            "good movie", "bad", "good good good good good", "", "!", "好", "badly", "bad movie!", "movie", "goodly"
    };
    private static final int WIDTH = 128;
    private static final int LENGTH = 4;

    @TempDir
    Path temporary;

    private Path bert;
    private Path data;
    private final Map<String, Object> content = TestSplits.all();

    @BeforeEach
    void prepare() throws IOException {
        bert = new SmallBert().folder(temporary);
        int next = 0;
        for (String split : List.of("train", "valid", "test")) {
            List<Object> texts = new ArrayList<>();
            for (int i = 0; i < TestSplits.values(content, split, "regression_labels").length; i++) {
                texts.add(SENTENCES[next++]);
            }
            split(split).put("raw_text", texts);
        }
        data = TestSplits.write(temporary, content);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> split(String name) {
        return (Map<String, Object>) content.get(name);
    }

    private CommandRun train(Path out, String... more) {
        return train(data, out, more);
    }

    private static CommandRun train(Path file, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("train", "--data", file.toString(), "--out", out.toString(),
                "--preset", "sims", "--epochs", "3", "--batch-size", "2", "--lr", "1e-2", "--set", "width=16", "--set",
                "tokens=2", "--set", "heads=2", "--set", "headSize=8", "--set", "hyperHeadSize=4", "--set", "mlp=16"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private static void assertSameTensors(Path expected, Path actual) throws IOException {
        assertEquals(TensorBits.of(expected), TensorBits.of(actual), actual.toString());
    }

    private static void assertDone(CommandRun execution) {
        assertEquals(0, execution.exitCode(), execution.err());
    }

    @Test
    void sentencesAreEncoded() throws IOException {
        Path file = temporary.resolve("states.npz");
        assertDone(
                CommandRun.of("encode", "--bert", bert.toString(), "--text", "Goodly movie!", "--text", "bad", "--out",
                        file.toString()));
        Map<String, NpyArray> arrays = Npz.read(file);
        assertEquals(List.of("input_ids", "attention_mask", "last_hidden_state"), List.copyOf(arrays.keySet()));
        assertArrayEquals(new long[] {2, 4, 6, 9, 8, 3, 2, 5, 3, 0, 0, 0}, arrays.get("input_ids").longs());
        assertArrayEquals(new long[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0}, arrays.get("attention_mask").longs());
        assertEquals("F32 [2,6,128]", arrays.get("last_hidden_state").toString());
        float[] states = arrays.get("last_hidden_state").floats();
        assertArrayEquals(alone(2, 4, 6, 9, 8, 3), Arrays.copyOf(states, 6 * WIDTH));
        assertArrayEquals(alone(2, 5, 3), Arrays.copyOfRange(states, 6 * WIDTH, 9 * WIDTH));
        assertArrayEquals(new float[3 * WIDTH], Arrays.copyOfRange(states, 9 * WIDTH, 12 * WIDTH));
    }

    /** The last text is so short that the latency is measured with rows behind the end of all texts. */
    @Test
    void aStudentOfAFrozenLanguageModelIsCompared() throws IOException {
        split("test").put("raw_text", List.of("good movie", "bad", ""));
        data = TestSplits.write(temporary, content);
        Path run = temporary.resolve("runs/teacher");
        assertDone(train(run, "--bert", bert.toString()));
        Path student = temporary.resolve("runs/student");
        assertDone(CommandRun.of("distill", "--teacher", run.toString(), "--student",
                Files.writeString(temporary.resolve("tiny.json"), "{\"width\": 8, \"headSize\": 4}").toString(),
                "--epochs", "1", "--out", student.toString()));
        assertTrue(Files.readString(student.resolve("distillation.md")).contains("ms a sample"));
    }

    /** The vocabulary knows good, bad, ##ly, 好, ! and movie. */
    @Test
    void aModelOfAnotherLanguageIsWarnedOf() throws IOException {
        String out = temporary.resolve("states.npz").toString();
        CommandRun foreign = CommandRun.of("encode", "--bert", bert.toString(), "--text", "ein guter movie", "--text",
                "schlecht", "--out", out);
        assertDone(foreign);
        foreign.assertOneSentence("almt: 75 % of the tokens are unknown to the vocabulary of " + bert
                + "; is it a model of this language?");
        CommandRun known = CommandRun.of("encode", "--bert", bert.toString(), "--text", "good movie", "--text",
                "bad Film", "--out", out);
        assertDone(known);
        assertEquals("", known.err());

        Path run = temporary.resolve("runs/known");
        CommandRun training = train(run, "--bert", bert.toString());
        assertFalse(training.err().contains("unknown"), training.err());
        CommandRun predicted = CommandRun.of("predict", "--run", run.toString(), "--text", "guter film");
        assertDone(predicted);
        predicted.assertOneSentence("100 % of the tokens are unknown to the vocabulary of the language model of ");

        for (String name : List.of("train", "valid", "test")) {
            int count = TestSplits.values(content, name, "regression_labels").length;
            split(name).put("raw_text", Collections.nCopies(count, "ein movie"));
        }
        data = TestSplits.write(temporary, content);
        for (String mode : List.of("frozen", "finetune")) {
            CommandRun other = train(temporary.resolve("runs/" + mode), "--bert", bert.toString(), "--bert-mode", mode);
            assertDone(other);
            assertTrue(other.err().contains("almt: 50 % of the tokens are unknown to the vocabulary of " + bert),
                    other.err());
        }
    }

    @Test
    void textFeaturesThatAreAllZeroAreWarnedOf() throws IOException {
        String warning = "almt: the text features of the training split are all zero, so the model learns without text";
        CommandRun sound = train(temporary.resolve("runs/sound"));
        assertTrue(sound.exitCode() == 0 && !sound.err().contains("zero"), sound.err());
        Arrays.fill(TestSplits.values(content, "train", "text"), 0);
        data = TestSplits.write(temporary, content);
        CommandRun zero = train(temporary.resolve("runs/zero"));
        assertDone(zero);
        String remedy = "; a language model can make them from the transcripts (--bert DIR)";
        zero.assertOneSentence(warning.substring(6) + remedy);
        CommandRun made = train(temporary.resolve("runs/made"), "--bert", bert.toString());
        assertFalse(made.err().contains("all zero"), made.err());
        for (String name : List.of("train", "valid", "test")) {
            split(name).remove("raw_text");
        }
        data = TestSplits.write(temporary, content);
        train(temporary.resolve("runs/without")).assertOneSentence("there is no raw_text");
    }

    /** A file behind an @ is not read. */
    @Test
    void aSentenceMayBeginWithAnAt() throws IOException {
        Path words = Files.writeString(temporary.resolve("words.txt"), "bad --nonsense");
        Path file = temporary.resolve("states.npz");
        assertDone(CommandRun.of("encode", "--bert", bert.toString(), "--text", "@" + words, "--out", file.toString()));
        assertTrue(Npz.read(file).get("input_ids").longs().length > 4);
    }

    private float[] alone(int... ids) throws IOException {
        int[] mask = new int[ids.length];
        Arrays.fill(mask, 1);
        BertBatch batch = BertBatch.padded(1, ids.length);
        batch.set(ids, mask);
        LanguageModel model = LanguageModel.open(bert);
        return GradMode.noGrad(() -> model.bert().forward(batch)).toArray();
    }

    @Test
    void whatCannotBeEncodedIsSaid() {
        String out = temporary.resolve("states.npz").toString();
        for (String text : new String[] {"", " \t", "\u0007\u200b"}) {
            CommandRun refused = CommandRun.of("encode", "--bert", bert.toString(), "--text", text, "--out", out);
            assertEquals(2, refused.exitCode(), refused.err());
            refused.assertOneSentence("a sentence is needed");
        }
        CommandRun cut = CommandRun.of(
                "encode", "--bert", bert.toString(), "--text", "good bad ".repeat(100_000), "--out", out);
        assertDone(cut);
        cut.assertOneSentence("--text is cut to the 7 tokens that the model takes");
        assertDone(CommandRun.of("encode", "--bert", bert.toString(), "--text", "\ud800good\udc00", "--out", out));
        CommandRun.of("encode", "--bert", temporary.resolve("none").toString(), "--text", "good", "--out", out)
                .assertOneSentence("no such file or folder");
    }

    /** The same bits as with a file that brings these features; the run needs neither BERT's folder nor its cache. */
    @Test
    void aFrozenLanguageModelIsAsAFeatureFile() throws IOException {
        Path run = temporary.resolve("runs/frozen");
        CommandRun training = train(run, "--bert", bert.toString());
        assertDone(training);
        assertTrue(training.err().contains("computing the text features of 5 sentences (train) once"), training.err());
        assertFalse(train(temporary.resolve("runs/again"), "--bert", bert.toString(), "--seed", "2").err()
                .contains("computing"));

        int next = 0;
        for (String split : List.of("train", "valid", "test")) {
            int count = TestSplits.values(content, split, "regression_labels").length;
            float[] text = new float[count * LENGTH * WIDTH];
            for (int i = 0; i < count; i++) {
                float[] states = alone(ids(SENTENCES[next++]));
                System.arraycopy(states, 0, text, i * LENGTH * WIDTH, states.length);
            }
            TestSplits.put(content, split, "text", text, count, LENGTH, WIDTH);
        }
        Path featureFile = TestSplits.write(Files.createDirectory(temporary.resolve("features")), content);
        Path other = temporary.resolve("runs/features");
        assertDone(train(featureFile, other));
        assertSameTensors(other.resolve("best.safetensors"), run.resolve("best.safetensors"));
        assertSameTensors(other.resolve("last.safetensors"), run.resolve("last.safetensors"));
        assertEquals(Sha256.of(other.resolve("predictions.csv")), Sha256.of(run.resolve("predictions.csv")));

        Files.move(bert, temporary.resolve("moved"));
        Path moved = Files.move(run, temporary.resolve("moved-run"));
        Path json = temporary.resolve("test.json");
        assertDone(CommandRun.of("evaluate", "--run", moved.toString(), "--json", json.toString()));
        assertEquals(Json.read(moved.resolve("summary.json")).get("test"), Json.read(json).get("metrics"));
        predictsTheSameFromASentence(moved);
    }

    /** [CLS], the pieces as they are in the vocabulary, [SEP], cut to {@value #LENGTH}. */
    private static int[] ids(String sentence) {
        return switch (sentence) {
            case "good movie" -> new int[] {2, 4, 9, 3};
            case "bad" -> new int[] {2, 5, 3};
            case "good good good good good" -> new int[] {2, 4, 4, 3};
            case "" -> new int[] {2, 3};
            case "!" -> new int[] {2, 8, 3};
            case "好" -> new int[] {2, 7, 3};
            case "badly" -> new int[] {2, 5, 6, 3};
            case "bad movie!" -> new int[] {2, 5, 9, 3};
            case "movie" -> new int[] {2, 9, 3};
            case "goodly" -> new int[] {2, 4, 6, 3};
            default -> throw new IllegalArgumentException(sentence);
        };
    }

    private void predictsTheSameFromASentence(Path run) throws IOException {
        Path audio = temporary.resolve("audio.npy");
        Path vision = temporary.resolve("vision.npy");
        Npy.write(audio, NpyArray.of(Arrays.copyOf(TestSplits.values(content, "test", "audio"), 12), 6, 2));
        Npy.write(vision, NpyArray.of(Arrays.copyOf(TestSplits.values(content, "test", "vision"), 10), 5, 2));
        String expected = Files.readAllLines(run.resolve("predictions.csv")).get(1).split(",")[2];
        CommandRun sentence = CommandRun.of("predict", "--run", run.toString(), "--text", SENTENCES[7], "--audio",
                audio.toString(), "--vision", vision.toString());
        assertDone(sentence);
        assertTrue(sentence.out().startsWith("prediction  " + expected + " ("), sentence.out());
        CommandRun sample = CommandRun.of("predict", "--run", run.toString(), "--id", "a0");
        assertDone(sample);
        assertTrue(sample.out().contains("prediction  " + expected + " ("), sample.out());
        CommandRun silent = CommandRun.of("predict", "--run", run.toString(), "--text", SENTENCES[7]);
        assertDone(silent);
        assertNotEquals(sentence.out(), silent.out());
        CommandRun.of("predict", "--run", run.toString(), "--text", " ").assertOneSentence("a sentence is needed");
        CommandRun.of("predict", "--run", run.toString(), "--text", "good", "--audio", vision.toString(), "--vision",
                temporary.resolve("none.npy").toString()).assertOneSentence("none.npy");
    }

    /** Where a file brings token ids and no transcripts, these are what BERT reads: the same bits. */
    @Test
    void withoutTranscriptsTheTokenIdsAreRead() throws IOException {
        Path first = temporary.resolve("runs/transcripts");
        assertDone(train(first, "--bert", bert.toString()));
        int next = 0;
        for (String split : List.of("train", "valid", "test")) {
            int count = TestSplits.values(content, split, "regression_labels").length;
            float[] rows = new float[count * 3 * LENGTH]; // ids, mask, segments
            for (int i = 0; i < count; i++) {
                int[] ids = ids(SENTENCES[next++]);
                for (int t = 0; t < ids.length; t++) {
                    rows[3 * LENGTH * i + t] = ids[t];
                    rows[3 * LENGTH * i + LENGTH + t] = 1;
                }
            }
            TestSplits.put(content, split, "text_bert", rows, count, 3, LENGTH);
            split(split).remove("raw_text");
        }
        Path run = temporary.resolve("runs/ids");
        assertDone(train(TestSplits.write(Files.createDirectory(temporary.resolve("ids")), content), run, "--bert",
                bert.toString()));
        assertSameTensors(first.resolve("best.safetensors"), run.resolve("best.safetensors"));
        assertEquals(Sha256.of(first.resolve("predictions.csv")), Sha256.of(run.resolve("predictions.csv")));
        refusedTokens("foreign", 0, 10, "token id 10 is not one of the 10");
        refusedTokens("gap", LENGTH, 0, "followed by padding");
        for (String split : List.of("train", "valid", "test")) {
            split(split).remove("text_bert");
        }
        refused("neither", "has neither raw_text nor text_bert");
    }

    private void refusedTokens(String folder, int at, float value, String message) throws IOException {
        float[] rows = TestSplits.values(content, "train", "text_bert");
        float before = rows[at];
        rows[at] = value;
        refused(folder, message);
        rows[at] = before;
    }

    private void refused(String folder, String message) throws IOException {
        Path file = TestSplits.write(Files.createDirectory(temporary.resolve(folder)), content);
        Path run = temporary.resolve("runs").resolve(folder);
        train(file, run, "--bert", bert.toString()).assertOneSentence(message);
        assertFalse(Files.exists(run));
    }

    @Test
    void aFineTunedRunNeedsOnlyItself() throws IOException {
        Path run = temporary.resolve("runs/fine");
        CommandRun training = train(run, "--bert", bert.toString(), "--bert-mode", "finetune", "--bert-lr", "1e-3",
                "--padding", "masked");
        assertDone(training);
        assertFalse(training.err().contains("computing"), training.err());
        assertFalse(Files.exists(run.resolveSibling("text-features")));
        assertTrue(training.out().contains("Not compared with language only"), training.out());
        Files.move(bert, temporary.resolve("moved"));
        Path json = temporary.resolve("test.json");
        assertDone(CommandRun.of("evaluate", "--run", run.toString(), "--json", json.toString()));
        assertEquals(Json.read(run.resolve("summary.json")).get("test"), Json.read(json).get("metrics"));
        predictsTheSameFromASentence(run);
    }

    /** At rate 0 it predicts what the frozen run predicts. */
    @Test
    void fineTuningBeginsWithTheWeightsOfAFrozenRun() throws IOException {
        Path frozen = temporary.resolve("runs/frozen");
        assertDone(train(frozen, "--bert", bert.toString()));
        Path fine = temporary.resolve("runs/fine");
        assertDone(train(fine, "--bert", bert.toString(), "--bert-mode", "finetune", "--padding", "masked", "--init",
                frozen.resolve("best.safetensors").toString(), "--set", "lr=0"));
        assertEquals(Files.readString(frozen.resolve("predictions.csv")),
                Files.readString(fine.resolve("predictions.csv")));
        Path further = temporary.resolve("runs/further");
        assertDone(train(further, "--bert", bert.toString(), "--bert-mode", "finetune", "--bert-layer-decay", "0.9",
                "--recompute", "--micro-batch", "1", "--schedule", "warmup-cosine-by-step",
                "--init", fine.resolve("best.safetensors").toString()));
        String config = Files.readString(further.resolve("config.json"));
        for (String stored : new String[] {
                "\"layerDecay\" : 0.9", "\"recompute\" : true", "\"microBatch\" : 1",
                "\"schedule\" : \"warmup-cosine-by-step\""
        }) {
            assertTrue(config.contains(stored), config);
        }
    }

    /** Also of runs whose text features have different makers. */
    @Test
    void severalRunsPredictTheirMean() throws IOException {
        Path frozen = temporary.resolve("runs/frozen");
        assertDone(train(frozen, "--bert", bert.toString()));
        Path fine = temporary.resolve("runs/fine");
        assertDone(train(fine, "--bert", bert.toString(), "--bert-mode", "finetune", "--seed", "2"));
        Path mean = temporary.resolve("mean.csv");
        assertDone(CommandRun.of("evaluate", "--run", frozen.toString(), "--run", fine.toString(), "--predictions",
                mean.toString()));
        List<String> one = Files.readAllLines(frozen.resolve("predictions.csv"));
        List<String> other = Files.readAllLines(fine.resolve("predictions.csv"));
        List<String> both = Files.readAllLines(mean);
        assertEquals(one.size(), both.size());
        for (int i = 1; i < both.size(); i++) {
            assertEquals((prediction(one.get(i)) + prediction(other.get(i))) / 2, prediction(both.get(i)), 1e-6);
        }
        CommandRun sample =
                CommandRun.of("predict", "--run", frozen.toString(), "--run", fine.toString(), "--id", "a0");
        assertDone(sample);
        assertTrue(sample.out().contains("prediction  " + both.get(1).split(",")[2] + " ("), sample.out());
        CommandRun sentence = CommandRun.of(
                "predict", "--run", fine.toString(), "--run", frozen.toString(), "--text", "good");
        assertDone(sentence);
        assertEquals((sentiment(frozen) + sentiment(fine)) / 2,
                Double.parseDouble(sentence.out().split("\\s+")[1]), 1e-6);

        Path otherScale = temporary.resolve("runs/mosi");
        assertDone(CommandRun.of("train", "--data", data.toString(), "--out", otherScale.toString(), "--epochs", "1"));
        CommandRun.of("evaluate", "--run", frozen.toString(), "--run", otherScale.toString())
                .assertOneSentence("a mean of the two is not defined");
        Files.writeString(mean, "");
        CommandRun.of("evaluate", "--run", frozen.toString(), "--run", fine.toString(), "--predictions",
                fine.resolve("best.safetensors").toString()).assertOneSentence("is a file of the run");
    }

    private static double prediction(String row) {
        return Double.parseDouble(row.split(",")[2]);
    }

    private static double sentiment(Path run) {
        return Double.parseDouble(
                CommandRun.of("predict", "--run", run.toString(), "--text", "good").out().split("\\s+")[1]);
    }

    /** A token, a size and a rule that change in the language model of a run, whose weights do not show it. */
    @ParameterizedTest
    @CsvSource({"vocab.txt, movie, mowie", "config.json, 1.0E-12, 1.0E-2",
            "tokenizer_config.json, '\"do_lower_case\" : true', '\"do_lower_case\" : false'"})
    void aChangedLanguageModelOfARunIsRefused(String name, String from, String to) throws IOException {
        Path run = temporary.resolve("runs/frozen");
        assertDone(train(run, "--bert", bert.toString()));
        assertDone(CommandRun.of("predict", "--run", run.toString(), "--text", "good"));
        Path file = run.resolve("bert").resolve(name);
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
        String refusal = "its vocabulary or settings differ from those with which the weights were written";
        CommandRun.of("predict", "--run", run.toString(), "--text", "good").assertOneSentence(refusal);
        CommandRun.of("evaluate", "--run", run.toString()).assertOneSentence(refusal);
    }

    /** Finite weights, whose hidden states are not. */
    @Test
    void statesThatOverflowAreRefused() throws IOException {
        Path file = bert.resolve("model.safetensors");
        Map<String, Tensor> weights = new LinkedHashMap<>(SafeTensors.read(file));
        weights.entrySet().stream().filter(each -> each.getKey().endsWith("LayerNorm.gamma")).map(Map.Entry::getValue)
                .forEach(one -> Arrays.fill(one.array(), one.offset(), one.offset() + one.shape().count(), 3e38f));
        SafeTensors.write(file, weights);
        Path run = temporary.resolve("runs/overflow");
        CommandRun training = train(run, "--bert", bert.toString());
        assertEquals(1, training.exitCode(), training.err());
        assertTrue(training.err().contains("almt: language model: row 0 of the hidden states is not finite"),
                training.err());
        assertFalse(Files.exists(run));
        try (Stream<Path> left = Files.walk(temporary.resolve("runs"))) {
            assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
        }
        CommandRun.of("encode", "--bert", bert.toString(), "--text", "good", "--out", run + ".npz")
                .assertOneSentence("of the hidden states is not finite");
        assertFalse(Files.exists(temporary.resolve("runs/overflow.npz")));
    }

    /** Ids are written as they are, unless a spreadsheet is meant. */
    @Test
    void tablesAreSafeForSpreadsheets() throws IOException {
        split("test").put("id", List.of("=1+1", "-2", "a=b"));
        data = TestSplits.write(temporary, content);
        Path run = temporary.resolve("runs/formulas");
        assertDone(train(run, "--bert", bert.toString()));
        assertTrue(Files.readString(run.resolve("predictions.csv")).contains("\n=1+1,"));
        Path out = temporary.resolve("out.csv");
        assertDone(CommandRun.of("evaluate", "--run", run.toString(), "--safe-csv", "--predictions", out.toString()));
        assertEquals(Files.readString(run.resolve("predictions.csv")).replace("\n=1+1,", "\n'=1+1,")
                .replace("\n-2,", "\n'-2,"), Files.readString(out));
        Path table = Files.writeString(temporary.resolve("t.csv"), "id,text\n@a,good\nb,bad\n");
        List<String> predict = List.of("predict", "--run", run.toString(), "--manifest", table.toString(),
                "--predictions", out.toString(), "--missing", "audio=zero", "--missing", "vision=zero");
        for (String begin : List.of("@a,,", "'@a,,")) {
            assertDone(CommandRun.of(Stream.concat(predict.stream(), Stream.of("--safe-csv")
                    .filter(option -> begin.startsWith("'"))).toArray(String[]::new)));
            assertTrue(Files.readString(out).contains("\n" + begin) && Files.readString(out).contains("\nb,,"));
        }
        CommandRun.of("evaluate", "--run", run.toString(), "--safe-csv")
                .assertOneSentence("--safe-csv goes with --predictions FILE.csv");
        CommandRun.of("predict", "--run", run.toString(), "--text", "good", "--safe-csv")
                .assertOneSentence("--safe-csv goes with tables");
    }

    @Test
    void optionsThatDoNotFitAreRefused() throws IOException {
        Path run = temporary.resolve("runs/none");
        train(run, "--padding", "masked").assertOneSentence("go with --bert DIR");
        train(run, "--bert", bert.toString(), "--bert-lr", "1").assertOneSentence("go with --bert-mode finetune");
        train(run, "--bert", bert.toString(), "--recompute").assertOneSentence("go with --bert-mode finetune");
        train(run, "--recompute").assertOneSentence("go with --bert DIR");
        train(run, "--bert", bert.toString(), "--bert-mode", "finetune", "--bert-layer-decay", "2")
                .assertOneSentence("at most 1, is needed");
        train(run, "--bert", data.toString()).assertOneSentence(data.toString());
        train(run, "--bert", bert.toString(), "--bert-mode", "melted").assertOneSentence("known are frozen, finetune");
        assertFalse(Files.exists(run));
        assertDone(train(run));
        CommandRun.of("predict", "--run", run.toString(), "--text", "good")
                .assertOneSentence("takes text features, not sentences; train with --bert");
        CommandRun.of("predict", "--run", run.toString(), "--text", "good", "--bert", bert.toString())
                .assertOneSentence("the language model makes features of width 128");
        CommandRun.of("predict", "--run", run.toString()).assertOneSentence("Give --id ID");
    }
}
