package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.input.FeatureShape;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class AlmtTest {
    private static final AlmtConfig SIZES =
            AlmtConfig.ofSizes(6, 5, 9, 3, 7, 4, 16, 2, 8, 4, 2, 16, 1, 2, 1);

    @TempDir
    static Path temporary;

    private static Path weights;
    private static Almt almt;

    @BeforeAll
    static void saveAndLoad() throws IOException {
        weights = temporary.resolve("weights.safetensors");
        SafeTensors.write(weights, AlmtModel.initialised(SIZES, 5).parameters());
        almt = Almt.load(weights, Preset.MOSI);
    }

    /** The example of the README and of {@link Almt}. */
    @Test
    void example() throws IOException {
        Almt almt = Almt.load(weights, Preset.MOSI);
        float[][] text = new float[almt.text().length()][almt.text().width()];
        float[][] audio = new float[almt.audio().length()][almt.audio().width()];
        float[][] vision = new float[almt.vision().length()][almt.vision().width()];
        text[0][0] = 1; // … the features of one utterance …
        Sentiment sentiment = almt.predict(Sample.of(text, audio, vision));
        String line = sentiment.value() + ", " + sentiment.words();

        assertEquals(sentiment.value() + ", weakly negative", line);
    }

    @Test
    void itSaysWhatItIs() {
        assertEquals("ALMT of " + weights + ": text 6 x 5, audio 9 x 3, vision 7 x 4", almt.toString());
        IOException unnamed = assertThrows(IOException.class, () -> Almt.load(Path.of("")));
        assertEquals("the name of the run folder is empty; a run folder is needed", unnamed.getMessage());
    }

    /** Runs in a separate JVM, started without the module. */
    @Test
    void theFlagThatMakesItFasterIsLoggedOnce() throws Exception {
        Process child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), LoadTwice.class.getName(), weights.toString())
                .redirectErrorStream(true).start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), printed);
        assertEquals(1, printed.lines().filter(line -> line.contains("--add-modules jdk.incubator.vector")).count(),
                printed);
    }

    /** What that JVM runs. */
    static final class LoadTwice {
        private LoadTwice() {}

        public static void main(String[] arguments) throws IOException {
            Almt.load(Path.of(arguments[0]), Preset.MOSI);
            Almt.load(Path.of(arguments[0]), Preset.MOSI);
        }
    }

    @Test
    void sizesComeFromTheWeights() {
        assertEquals(new FeatureShape(6, 5), almt.text());
        assertEquals(new FeatureShape(9, 3), almt.audio());
        assertEquals(new FeatureShape(7, 4), almt.vision());
    }

    @Test
    void predictsWhatTheModelItselfComputes() {
        Sample sample = sample(1, 6, 9, 7);
        AlmtModel model = AlmtModel.initialised(SIZES, 5);
        float expected = model.forward(tensor(sample.text()), tensor(sample.audio()), tensor(sample.vision())).item();
        assertEquals(expected, almt.predict(sample).value(), 1e-5);
        assertEquals(3, almt.predict(sample).limit());
    }

    private static Tensor tensor(Features features) {
        float[] values = new float[features.length() * features.width()];
        features.copy(values, 0);
        return Tensor.of(values, 1, features.length(), features.width());
    }

    @Test
    void shorterSequencesAreFilledUpWithZeros() {
        float[][] text = rows(2, 6, 5);
        float[][] cut = {text[0], text[1]};
        for (int row = 2; row < 6; row++) {
            text[row] = new float[5];
        }
        Sample padded = Sample.of(text, rows(3, 9, 3), rows(4, 7, 4));
        Sample shorter = Sample.of(cut, rows(3, 9, 3), rows(4, 7, 4));
        almt.predict(sample(9, 6, 9, 7)); // leaves other numbers in the memory that is used again
        assertEquals(almt.predict(padded), almt.predict(shorter));
    }

    /** Four silent frames, then 56: the cut begins at the fifth frame; with 20 silent ones, ten before the end's 50. */
    @Test
    void presetsOfThePaperSeeFiftyFramesOfALongerSample() throws IOException {
        AlmtConfig sizes = AlmtConfig.ofSizes(6, 5, 50, 3, 50, 4, 16, 2, 8, 4, 2, 16, 1, 2, 1);
        Path file = temporary.resolve("paper.safetensors");
        SafeTensors.write(file, AlmtModel.initialised(sizes, 5).parameters());
        float[][] text = rows(1, 6, 5);
        float[][] audio = rows(2, 60, 3);
        float[][] vision = rows(3, 60, 4);
        for (int frame = 0; frame < 20; frame++) {
            audio[frame] = frame < 4 ? new float[3] : audio[frame];
            vision[frame] = new float[4];
        }
        Sample longer = Sample.of(text, audio, vision);
        Sample cut = Sample.of(text, Arrays.copyOfRange(audio, 4, 54), Arrays.copyOfRange(vision, 10, 60));

        Almt paper = Almt.load(file, Preset.MOSI_PAPER);
        assertEquals(paper.predict(cut), paper.predict(longer));
        Almt full = Almt.load(file, Preset.MOSI);
        assertEquals(full.predict(cut), paper.predict(longer));
        refused("audio is 60 x 3; the model takes up to 50 rows", () -> full.predict(longer));
    }

    @Test
    void manyAtOnceAreAsOneByOne() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            samples.add(sample(i, 1 + i % 6, 1 + i % 9, 1 + i % 7));
        }
        List<Sentiment> together = almt.predict(samples);
        for (int i = 0; i < samples.size(); i++) {
            assertEquals(almt.predict(samples.get(i)), together.get(i), "sample " + i);
        }
        assertEquals(List.of(), almt.predict(List.of()));
    }

    @Test
    void manyThreadsMayAskAtOnce() throws Exception {
        List<Sample> samples = new ArrayList<>();
        List<Sentiment> expected = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            samples.add(sample(100 + i, 6, 9, 7));
            expected.add(almt.predict(samples.get(i)));
        }
        List<Callable<List<Sentiment>>> tasks = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            tasks.add(() -> {
                List<Sentiment> sentiments = new ArrayList<>();
                for (Sample sample : samples) {
                    sentiments.add(almt.predict(sample));
                }
                return sentiments;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<List<Sentiment>> sentiments : threads.invokeAll(tasks)) {
                assertEquals(expected, sentiments.get());
            }
        }
    }

    @Test
    void samplesThatDoNotFitAreNamed() {
        refused("text is 7 x 5; the model takes up to 6 rows of 5 features", () -> almt.predict(sample(1, 7, 9, 7)));
        refused("vision is 7 x 5; the model takes up to 7 rows of 4 features",
                () -> almt.predict(Sample.of(rows(1, 6, 5), rows(1, 9, 3), rows(1, 7, 5))));
        refused("text is null; rows of features are needed", () -> Sample.of(null, rows(1, 9, 3), rows(1, 7, 4)));
        float[][] holed = {{1, 2, 3}, null};
        refused("audio row 1 is null", () -> Sample.of(rows(1, 6, 5), holed, rows(1, 7, 4)));
        refused("the sample is null", () -> almt.predict((Sample) null));
        refused("sample 1 is null", () -> almt.predict(Arrays.asList(sample(1, 6, 9, 7), null)));
        refused("audio is empty", () -> Sample.of(rows(1, 6, 5), new float[0][], rows(1, 7, 4)));
        float[][] ragged = {{1, 2, 3}, {1, 2}};
        refused("audio row 1 has 2 features, row 0 has 3", () -> Sample.of(rows(1, 6, 5), ragged, rows(1, 7, 4)));
        float[][] broken = {{1, Float.NaN, 3}};
        refused("audio row 0, feature 1 is NaN", () -> Sample.of(rows(1, 6, 5), broken, rows(1, 7, 4)));
    }

    private static void refused(String message, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void sentimentsHaveWords() {
        assertEquals("strongly negative", new Sentiment(-7, 3).words());
        assertEquals("negative", new Sentiment(-2.4f, 3).words());
        assertEquals("neutral", new Sentiment(0.5f, 3).words());
        assertEquals("weakly positive", new Sentiment(0.51f, 3).words());
        assertEquals("positive", new Sentiment(0.6f, 1).words());
        assertEquals("strongly positive", new Sentiment(0.9f, 1).words());
        assertEquals("unknown", new Sentiment(Float.NaN, 1).words());
    }

    private static Sample sample(long seed, int text, int audio, int vision) {
        return Sample.of(rows(seed, text, 5), rows(seed + 1000, audio, 3), rows(seed + 2000, vision, 4));
    }

    private static float[][] rows(long seed, int length, int width) {
        RandomStream random = new RandomStream(seed, length);
        float[][] rows = new float[length][width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }
}
