package org.almt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.explain.Attribution;
import org.almt.explain.Method;
import org.almt.explain.Neutral;
import org.almt.input.FeatureShape;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.language.LanguageModel;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.saved.SavedModel;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application asks of a model beside predictions: where it comes from, limits, metrics, explanation, its end.
 */
class AlmtEmbeddedTest {
    private static final AlmtConfig SIZES =
            AlmtConfig.ofSizes(6, 5, 9, 3, 7, 4, 16, 2, 8, 4, 2, 16, 1, 2, 1);

    @TempDir
    static Path temporary;

    private static Path weights;
    private static AlmtModel model;
    private static Almt almt;

    @BeforeAll
    static void saveAndLoad() throws IOException {
        weights = temporary.resolve("weights.safetensors");
        model = AlmtModel.initialised(SIZES, 5);
        SafeTensors.write(weights, model.parameters());
        almt = Almt.load(weights, Preset.MOSI);
    }

    private static float[] numbers(long seed, int count) {
        RandomStream random = new RandomStream(seed, count);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static float[][] rows(float[] values, int width) {
        float[][] rows = new float[values.length / width][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * width, (i + 1) * width));
        return rows;
    }

    private static Sample sample(long seed) {
        return Sample.of(
                Features.of(numbers(seed, 30), 5), Features.of(numbers(seed + 1, 27), 3),
                Features.of(numbers(seed + 2, 28), 4));
    }

    private static void refused(String message, Executable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    // ------------------------------------------------------------------ sources

    @Test
    void weightsComeFromAFileBytesOrAStream() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        Sentiment expected = almt.predict(sample(1));
        assertEquals(expected, Almt.load(bytes, Preset.MOSI).predict(sample(1)));
        assertEquals(expected, Almt.load(new ByteArrayInputStream(bytes), Preset.MOSI).predict(sample(1)));
        assertEquals(almt.info().sha256(), Almt.load(bytes, Preset.MOSI).info().sha256());
    }

    @Test
    void damagedBytesAreOneSentence() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 9);
        IOException damaged = assertThrows(IOException.class, () -> Almt.load(cut, Preset.MOSI));
        assertTrue(damaged.getMessage().startsWith("weights (in memory): "), damaged.getMessage());
        IOException foreign = assertThrows(IOException.class,
                () -> Almt.load("no weights at all".getBytes(StandardCharsets.UTF_8), Preset.MOSI));
        assertTrue(foreign.getMessage().contains("is neither safetensors nor .npz (17 bytes)"), foreign.getMessage());
        assertThrows(IOException.class, () -> Almt.load(new byte[0], Preset.MOSI));
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line is cut");
            }
        };
        assertEquals("the line is cut",
                assertThrows(IOException.class, () -> Almt.load(failing, Preset.MOSI)).getMessage());
    }

    @Test
    void aRunOfANewerVersionIsNamed() {
        InputStream config = new ByteArrayInputStream("{\"format\": 2}".getBytes(StandardCharsets.UTF_8));
        IOException e = assertThrows(IOException.class, () -> Almt.load(config, new ByteArrayInputStream(new byte[9])));
        assertTrue(e.getMessage().contains("written by another version (format 2, this version reads 1)"),
                e.getMessage());
    }

    @Test
    void streamsThatWereExchangedAreNamed() throws IOException {
        byte[] json = "{\n  \"format\": 1".getBytes(StandardCharsets.UTF_8);
        byte[] file = Files.readAllBytes(weights);
        IOException e = assertThrows(IOException.class,
                () -> Almt.load(new ByteArrayInputStream(file), new ByteArrayInputStream(json)));
        assertTrue(e.getMessage().endsWith("and the weights hold JSON; exchange them"), e.getMessage());
        IOException damaged = assertThrows(IOException.class,
                () -> Almt.load(new ByteArrayInputStream(json), new ByteArrayInputStream(file)));
        assertFalse(damaged.getMessage().contains("exchange"), damaged.getMessage());
    }

    @Test
    void whatIsNullIsNamed() {
        refused("load: the run folder is null", () -> Almt.load((Path) null));
        refused("load: the preset is null", () -> Almt.load(weights, null));
        refused("load: the array of weights is null", () -> Almt.load((byte[]) null, Preset.MOSI));
        refused("load: the stream of weights is null, as that of a resource which is not there",
                () -> Almt.load((InputStream) null, Preset.MOSI));
        refused("load: the saved model is null", () -> Almt.of(null));
        refused("with: the options are null", () -> almt.with(null));
        refused("predict: the list of samples is null", () -> almt.predict((List<Sample>) null));
        refused("predict: the limits are null", () -> almt.predict(List.of(sample(1)), null));
        refused("explain: the sample is null", () -> almt.explain(null));
        refused("explain: the neutral frame is null", () -> almt.explain(sample(1), null));
        refused("sample: the sentence is null", () -> almt.sample(null));
        refused("sample: the modality is null", () -> sample(1).features(null));
        refused("explanation: the modality is null", () -> almt.explain(sample(1)).of(null));
        refused("sample: text is null",
                () -> Sample.of(null, Features.of(new float[3], 3), Features.of(new float[4], 4)));
    }

    // ------------------------------------------------------------------ features

    @Test
    void flatArraysAndBuffersGiveTheBitsOfRows() {
        float[] text = numbers(1, 30);
        float[] audio = numbers(2, 27);
        float[] vision = numbers(3, 28);
        Sentiment expected = almt.predict(Sample.of(rows(text, 5), rows(audio, 3), rows(vision, 4)));
        FloatBuffer direct = ByteBuffer.allocateDirect(4 * 40).order(ByteOrder.nativeOrder()).asFloatBuffer();
        direct.position(7);
        direct.put(audio).flip().position(7);
        Sample flat = Sample.of(Features.of(text, 5), Features.of(direct, 3), Features.of(FloatBuffer.wrap(vision), 4));
        assertEquals(expected, almt.predict(flat));
        assertEquals(flat, Sample.of(rows(text, 5), rows(audio, 3), rows(vision, 4)));
        assertEquals(flat.hashCode(), Sample.of(rows(text, 5), rows(audio, 3), rows(vision, 4)).hashCode());
        text[0]++; // shared
        assertEquals(text[0], flat.features(Modality.TEXT).get(0, 0));
    }

    @Test
    void unusableFeaturesAreNamed() {
        refused("7 values are not whole rows of width 3", () -> Features.of(new float[7], 3));
        refused("0 values are not whole rows of width 3", () -> Features.of(new float[0], 3));
        refused("not whole rows of width 0", () -> Features.of(new float[7], 0));
        refused("row 1, feature 2 is Infinity", () -> Features.of(new float[] {1, 2, 3, 4, 5, 1 / 0f}, 3));
        refused("features: the values are null", () -> Features.of((float[]) null, 3));
        refused("sample: vision row 1, feature 2 is Infinity",
                () -> Features.of(new float[] {1, 2, 3, 4, 5, 1 / 0f}, 3, Modality.VISION));
        refused("audio: 7 values are not whole rows of width 3",
                () -> Features.of(FloatBuffer.wrap(new float[7]), 3, Modality.AUDIO));
        refused("features: the modality is null", () -> Features.of(new float[6], 3, null));
        float[][] four = new float[1 << 16][];
        Arrays.fill(four, new float[1 << 16]); // 4 G values, in the memory of one row
        refused("65536 rows of 65536 features, more than an array holds", () -> Features.of(four));
    }

    @Test
    void aResultThatIsNoNumberNamesTheSample() {
        float[] huge = new float[30];
        for (int i = 0; i < huge.length; i++) {
            huge[i] = i % 2 == 0 ? 3e38f : -3e38f;
        }
        Sample bad = Sample.of(Features.of(huge, 5), Features.of(new float[27], 3), Features.of(new float[28], 4));
        refused("predict: sample 1 gives ", () -> almt.predict(List.of(sample(1), bad)));
        refused("3.0E38 (text), 0.0 (audio) and 0.0 (vision)", () -> almt.predict(bad));
        refused("predict: the sample gives ", () -> almt.explain(bad));
    }

    @Test
    void placesOutsideOfFeaturesAreRefused() {
        Features features = Features.of(numbers(1, 6), 3);
        assertThrows(IndexOutOfBoundsException.class, () -> features.get(0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> features.get(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> features.copy(new float[5], 0));
        Neutral other = Neutral.zeros(
                new InputShapes(new FeatureShape(6, 5), new FeatureShape(9, 3), new FeatureShape(7, 5)));
        refused("explain: the neutral frame has 5 features of vision; the model takes 4",
                () -> almt.explain(sample(1), other));
    }

    // ------------------------------------------------------------------ options, limits, metrics, end

    @Test
    void everyOptionGivesTheSameBits() {
        List<Sample> samples = List.of(sample(1), sample(2), sample(3));
        List<Sentiment> expected = almt.predict(samples);
        for (String kernels : List.of("plain", "auto", "reference")) {
            for (int threads : new int[] {1, 3}) {
                try (Almt other = almt.with(AlmtOptions.usual().kernels(kernels).threads(threads).callers(1))) {
                    assertEquals(expected, other.predict(samples), kernels + ", " + threads + " threads");
                }
            }
        }
        refused("options: 0 callers; a number from 1 to 1024 is needed", () -> AlmtOptions.usual().callers(0));
        refused("options: 1025 threads", () -> AlmtOptions.usual().threads(1025));
        assertEquals("plain", almt.with(AlmtOptions.usual().kernels("plain")).kernels());
        assertTrue(List.of("plain", "simd").contains(almt.kernels().split("-")[0]), almt.kernels());
        refused("'avx' is not one of", () -> almt.with(AlmtOptions.usual().kernels("avx")));
    }

    @Test
    void everySampleReachesTheListener() {
        AtomicInteger samples = new AtomicInteger();
        AtomicLong computed = new AtomicLong();
        Almt heard = almt.with(AlmtOptions.usual().listener((count, waited, time) -> {
            samples.addAndGet(count);
            computed.addAndGet(time);
            assertTrue(waited >= 0);
        }));
        heard.predict(new ArrayList<>(Collections.nCopies(21, sample(1))));
        assertEquals(21, samples.get());
        assertTrue(computed.get() > 0);
    }

    @Test
    void aListEndsWhenItsTimeIsOver() {
        List<Sample> many = Collections.nCopies(100, sample(1));
        PredictionStoppedException late = assertThrows(PredictionStoppedException.class,
                () -> almt.predict(many, PredictionLimits.within(Duration.ZERO)));
        assertEquals(PredictionStoppedException.Reason.TIME, late.reason());
        assertEquals("predict: stopped after 0 of 100 samples, because its time is over", late.getMessage());
        AtomicInteger asked = new AtomicInteger();
        PredictionStoppedException cancelled = assertThrows(PredictionStoppedException.class,
                () -> almt.predict(many, PredictionLimits.until(() -> asked.incrementAndGet() > 3)));
        assertEquals(PredictionStoppedException.Reason.CANCELLED, cancelled.reason());
        assertEquals(24, cancelled.done());
        Thread.currentThread().interrupt();
        PredictionStoppedException interrupted = assertThrows(PredictionStoppedException.class,
                () -> almt.predict(many, PredictionLimits.within(Duration.ofHours(1))));
        assertEquals(PredictionStoppedException.Reason.INTERRUPTED, interrupted.reason());
        assertTrue(Thread.interrupted(), "the flag is kept");
        assertEquals(many.size(), almt.predict(many, PredictionLimits.within(Duration.ofHours(1))).size());
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        assertEquals(many.size(), almt.predict(many, PredictionLimits.within(forever)).size());
    }

    /** A network whose first recording waits inside of its caller's turn. */
    private static Network waiting(CountDownLatch inside, CountDownLatch leave) {
        Network network = Network.of(model);
        return new Network() {
            @Override
            public Layer root() {
                return network.root();
            }

            @Override
            public Tensor forward(InputBatch inputs) {
                inside.countDown();
                try {
                    leave.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return network.forward(inputs);
            }
        };
    }

    /** The only turn is taken: a caller with a limit gives up, one without waits, and nothing is lost. */
    @Test
    void callersOverThePermitsWaitOrGiveUp() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Almt busy = Almt.of(new SavedModel(
                waiting(inside, leave), SIZES, Preset.MOSI.kind(), false, null, Path.of("drawn"), null))
                .with(AlmtOptions.usual().callers(1));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<Sentiment> holder = threads.submit(() -> busy.predict(sample(1)));
            inside.await();
            Future<Sentiment> waiting = threads.submit(() -> busy.predict(sample(2)));
            PredictionStoppedException late = assertThrows(PredictionStoppedException.class,
                    () -> busy.predict(List.of(sample(1)), PredictionLimits.within(Duration.ofMillis(30))));
            assertEquals(PredictionStoppedException.Reason.TIME, late.reason());
            AtomicInteger asked = new AtomicInteger();
            PredictionStoppedException cancelled = assertThrows(PredictionStoppedException.class, () -> busy.predict(
                    List.of(sample(1)), PredictionLimits.until(() -> asked.incrementAndGet() > 3)));
            assertEquals(PredictionStoppedException.Reason.CANCELLED, cancelled.reason());
            assertFalse(waiting.isDone());
            leave.countDown();
            assertEquals(almt.predict(sample(1)), holder.get());
            assertEquals(almt.predict(sample(2)), waiting.get());
        } finally {
            leave.countDown();
            threads.shutdown();
        }
    }

    /** A caller that computes is completed; a caller that waits is refused. */
    @Test
    void closingDuringAPrediction() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Almt closing = Almt.of(new SavedModel(
                waiting(inside, leave), SIZES, Preset.MOSI.kind(), false, null, Path.of("drawn"), null))
                .with(AlmtOptions.usual().callers(1));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Sentiment> holder = threads.submit(() -> closing.predict(sample(1)));
            inside.await();
            closing.close();
            Future<Sentiment> waiting = threads.submit(() -> closing.predict(sample(2)));
            leave.countDown();
            assertEquals(almt.predict(sample(1)), holder.get());
            ExecutionException refused = assertThrows(ExecutionException.class, waiting::get);
            assertEquals("the model is closed; load it again", refused.getCause().getMessage());
        } finally {
            leave.countDown();
            threads.shutdown();
        }
    }

    @Test
    void aClosedModelRefuses() {
        Almt closed = almt.with(AlmtOptions.usual());
        closed.predict(sample(1));
        closed.close();
        closed.close();
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> closed.predict(sample(1)));
        assertEquals("the model is closed; load it again", e.getMessage());
        Sentiment expected = almt.predict(sample(1)); // the one that it came from goes on
        assertEquals("the model is closed; load it again",
                assertThrows(IllegalStateException.class, () -> closed.with(AlmtOptions.usual())).getMessage());
        Almt first = almt.with(AlmtOptions.usual());
        Almt copy = first.with(AlmtOptions.usual().callers(1));
        first.close();
        assertEquals(expected, copy.predict(sample(1)));
    }

    @Test
    void warmingUpChangesNothing() {
        Sentiment before = almt.predict(sample(4));
        AtomicInteger heard = new AtomicInteger();
        Almt warm = almt.with(AlmtOptions.usual().listener((count, waited, time) -> heard.incrementAndGet()));
        warm.warmUp();
        assertEquals(before, warm.predict(sample(4)));
        assertEquals(1, heard.get());
        assertTrue(warm.warmUp(PredictionLimits.within(Duration.ofHours(1))));
        assertFalse(warm.warmUp(PredictionLimits.until(() -> true)));
        refused("warmUp: the limits are null", () -> warm.warmUp(null));
    }

    // ------------------------------------------------------------------ information

    @Test
    void infoSaysWhatTheModelIs() {
        AlmtInfo info = almt.info();
        assertEquals("ALMT", info.architecture());
        assertEquals(almt.text(), info.text());
        assertEquals(model.parameterCount(), info.parameters());
        assertEquals(3f, info.limit());
        assertFalse(info.takesSentences());
        assertEquals(64, info.sha256().length());
        assertEquals(info, almt.info());
        assertEquals(info, new AlmtInfo(info.architecture(), info.origin(), info.text(), info.audio(), info.vision(),
                info.parameters(), info.limit(), false, "", info.sha256(), info.version()));
        Almt other = Almt.of(new SavedModel(Architecture.ALMT.network(SIZES, null, 6), SIZES,
                Preset.MOSI.kind(), false, null, Path.of("drawn"), null));
        assertNotEquals(info.sha256(), other.info().sha256());
    }

    /** Occlusion is the change of the prediction itself, so predictions of changed samples give the expected value. */
    @Test
    void explanationsAreThoseOfThePredictions() {
        float[] text = numbers(1, 20); // four of six rows
        Sample whole = Sample.of(Features.of(text, 5), Features.of(numbers(2, 27), 3), Features.of(numbers(3, 28), 4));
        Explanation explanation = almt.explain(whole);
        float value = almt.predict(whole).value();
        assertEquals(value, explanation.sentiment().value());
        Attribution words = explanation.of(Modality.TEXT);
        assertEquals(4, words.frames());
        for (int row = 0; row < 4; row++) {
            float[] without = text.clone();
            Arrays.fill(without, row * 5, row * 5 + 5, 0);
            float changed = almt.predict(Sample.of(Features.of(without, 5), whole.features(Modality.AUDIO),
                    whole.features(Modality.VISION))).value();
            assertEquals((double) value - changed, words.scores().get(Method.OCCLUSION)[row], 0, "row " + row);
        }
        assertEquals(0, words.scores().get(Method.OCCLUSION)[5]);
        double attention = Arrays.stream(words.scores().get(Method.ATTENTION)).sum();
        assertEquals(1, attention, 1e-5);
        assertEquals(explanation, almt.explain(whole));
        assertTrue(words.toString().startsWith("text, 4 of 6 real: {"), words.toString());
        assertEquals(almt.predict(whole), almt.predict(whole), "and the model is as it was");
        assertTrue(model.parameters().values().stream().allMatch(parameter -> parameter.requiresGrad()));
    }

    @Test
    void sentencesGoThroughTheLanguageModelTogether() throws IOException {
        Path folder = new SmallBert().folder(temporary);
        AlmtConfig sizes = AlmtConfig.ofSizes(6, 128, 9, 3, 7, 4, 16, 2, 8, 4, 2, 16, 1, 2, 1);
        SavedModel saved = new SavedModel(Architecture.ALMT.network(sizes, null, 5), sizes, Preset.MOSI.kind(), false,
                null, Path.of("drawn"), null).with(LanguageModel.open(folder));
        Almt speaking = Almt.of(saved);
        assertTrue(speaking.info().takesSentences());
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            sentences.add(List.of("good", "bad movie", "goodly bad movie !").get(i % 3));
        }
        List<Sample> together = speaking.samples(sentences, null, null);
        for (int i = 0; i < sentences.size(); i++) {
            assertEquals(speaking.sample(sentences.get(i)), together.get(i), sentences.get(i));
        }
        float[][] audio = rows(numbers(4, 9), 3);
        Sample withSound = speaking.sample("good", audio, null);
        assertEquals(withSound, speaking.sample("good", Features.of(audio), null));
        assertEquals(Features.of(audio), withSound.features(Modality.AUDIO));
        assertEquals(Features.of(new float[1][4]), withSound.features(Modality.VISION));
        assertEquals(speaking.sample("good"), speaking.sample("good", (float[][]) null, null));
        assertEquals(List.of(), speaking.samples(List.of(), null, null));
        assertEquals(List.of(), speaking.predict(List.of()));
        refused("3 audio features for 1 sentences", () -> speaking.samples(List.of("good"),
                List.of(Features.of(new float[3], 3), Features.of(new float[3], 3), Features.of(new float[3], 3)),
                null));
        refused("sample: audio of sentence 1 has 4 features in a row; the model takes 3", () -> speaking.samples(
                List.of("good", "bad"), Arrays.asList(null, Features.of(new float[4], 4)), null));
        AtomicInteger asked = new AtomicInteger();
        PredictionStoppedException stopped = assertThrows(PredictionStoppedException.class, () -> speaking.samples(
                sentences, null, null, PredictionLimits.until(() -> asked.incrementAndGet() > 1)));
        assertEquals(8, stopped.done());
        assertThrows(PredictionStoppedException.class, () -> speaking.explain(
                together.get(0), Neutral.zeros(new InputShapes(speaking.text(), speaking.audio(), speaking.vision())),
                PredictionLimits.within(Duration.ZERO)));
        sentences.set(10, " ");
        refused("sample: sentence 10 is empty; a sentence is needed", () -> speaking.samples(sentences, null, null));
        refused("sample: the sentence is empty; a sentence is needed", () -> speaking.sample(""));
    }
}
