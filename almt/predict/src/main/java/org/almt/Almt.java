package org.almt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.almt.core.Engine;
import org.almt.core.KernelChoice;
import org.almt.core.parallel.Workers;
import org.almt.explain.Attributions;
import org.almt.explain.Neutral;
import org.almt.explain.Predictor;
import org.almt.explain.SampleAttribution;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.input.Modality;
import org.almt.io.Sha256;
import org.almt.model.AlmtModel;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.RunFiles;
import org.almt.saved.SavedModel;
import org.almt.saved.Version;
import org.jspecify.annotations.Nullable;

/**
 * A trained model, for prediction. As many callers as there are processors compute at the same time, each in its own
 * memory. Other callers wait for their turn, or for a caller that computes their sample together with its own. So
 * memory does not grow with the number of threads of a server. The memory is kept for the next call, until the garbage
 * collector needs it: a steady stream of predictions makes almost no garbage.
 *
 * <p>Prediction is several times faster with the Vector API, {@code java --add-modules jdk.incubator.vector}. Without
 * it, plain loops compute the same bits, and the logger {@code org.almt} reports this once, at INFO.
 *
 * <pre>{@code
 * Almt almt = Almt.load(Path.of("runs/mosi-seed1"));            // what `almt train` left
 * float[][] text = new float[almt.text().length()][almt.text().width()];
 * float[][] audio = new float[almt.audio().length()][almt.audio().width()];
 * float[][] vision = new float[almt.vision().length()][almt.vision().width()];
 * // … fill in the features of one utterance …
 * Sentiment sentiment = almt.predict(Sample.of(text, audio, vision));
 * System.out.println(sentiment.value() + ", " + sentiment.words());
 * }</pre>
 *
 * <p>Threads: safe for many at once.
 */
public final class Almt implements AutoCloseable {
    /** Whether slow kernels were reported. */
    private static final AtomicBoolean HINTED = new AtomicBoolean();

    private final SavedModel saved;
    private final SampleCut cut;
    private final ModelRunner runner;
    private final Sentences sentences;
    private final boolean unfinished;

    private Almt(SavedModel saved, AlmtOptions options) {
        this.saved = saved;
        ModelConfig config = saved.sizes();
        InputShapes shapes = new InputShapes(
                new FeatureShape(config.textLength(), config.textWidth()),
                new FeatureShape(config.audioLength(), config.audioWidth()),
                new FeatureShape(config.visionLength(), config.visionWidth()));
        if (!options.hasEngine()) {
            requireUsableProperties();
        }
        cut = new SampleCut(shapes, saved.cropped());
        runner = new ModelRunner(saved.network(), shapes,
                saved.languageModel().map(language -> language.bert().parameterCount()).orElse(0L), options);
        sentences = new Sentences(saved, shapes, runner);
        unfinished = saved.run() != null && new RunFiles(saved.run()).isUnfinished();
    }

    /** Refuses wrong system properties when a model is loaded. Reports slow kernels at the first load. */
    private static void requireUsableProperties() {
        Engine.kernels();
        Workers.threads();
        if (!HINTED.getAndSet(true)) {
            KernelChoice.hint().ifPresent(
                    hint -> System.getLogger(Almt.class.getPackageName()).log(System.Logger.Level.INFO, hint));
        }
    }

    /**
     * The best weights of a run folder; of a run that was stopped, those of its epochs so far: see {@link
     * AlmtInfo#unfinished}.
     *
     * @throws IOException if it is not a run folder, its files are damaged, or its weights do not fit into the heap
     */
    public static Almt load(Path run) throws IOException {
        required(run, "the run folder");
        return HeapRoom.ofRun(run).load(() -> of(SavedModel.ofRun(run)));
    }

    /**
     * Loads weights of ALMT from a file: safetensors or npz, with the reference's names, its older names or MMSA's. The
     * sizes come from the weights; the preset gives the scale of the predictions.
     *
     * @throws IOException if the file is damaged or holds another model, or its weights do not fit into the heap
     */
    public static Almt load(Path weights, Preset preset) throws IOException {
        required(weights, "the file of weights");
        required(preset, "the preset");
        return HeapRoom.loadFile(weights, () -> of(SavedModel.ofWeights(weights, Architecture.ALMT, preset)));
    }

    /**
     * Like {@link #load(Path, Preset)}, for a safetensors file in memory.
     *
     * @throws IOException if the bytes are damaged or hold another model
     */
    public static Almt load(byte[] weights, Preset preset) throws IOException {
        return of(SavedModel.ofWeights(
                required(weights, "the array of weights"), Architecture.ALMT, required(preset, "the preset")));
    }

    /**
     * Like {@link #load(Path, Preset)}, for a safetensors file from a stream, such as a resource of the class path. The
     * stream is read to its end and not closed.
     *
     * @throws IOException if the stream fails, or its bytes are damaged or hold another model
     */
    public static Almt load(InputStream weights, Preset preset) throws IOException {
        return load(requiredStream(weights, "weights").readAllBytes(), preset);
    }

    /**
     * Like {@link #load(Path)}, for two files of a run folder from streams. The streams are read to their ends and not
     * closed.
     *
     * @param configuration {@code config.json}
     * @param weights {@code best.safetensors}
     * @throws IOException if a stream fails, its bytes are damaged, or the run has its own language model
     */
    public static Almt load(InputStream configuration, InputStream weights) throws IOException {
        return of(SavedModel.ofRun(
                requiredStream(configuration, "config.json").readAllBytes(),
                requiredStream(weights, "weights").readAllBytes()));
    }

    private static InputStream requiredStream(InputStream stream, String what) {
        requireGiven(stream, "load: the stream of " + what + " is null, as that of a resource which is not there");
        return stream;
    }

    private static <T> T required(T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("load: " + what + " is null");
        }
        return value;
    }

    /**
     * Makes a model for prediction from a loaded one.
     *
     * @param saved a model with weights, and with a language model if sentences are to be predicted
     */
    public static Almt of(SavedModel saved) {
        return new Almt(required(saved, "the saved model"), AlmtOptions.usual());
    }

    /**
     * The same model with other options. Both share their weights. Each is closed by itself: to close one changes
     * nothing for the other. A model that was never used need not be closed.
     *
     * @throws IllegalArgumentException if this JVM has no kernels of that name
     * @throws IllegalStateException if this model is closed, or this JVM lacks the Vector API for such kernels
     */
    public Almt with(AlmtOptions options) {
        requireGiven(options, "with: the options are null");
        runner.requireOpen();
        return new Almt(saved, options);
    }

    /**
     * Predicts a sample of zeros until the JVM has compiled the code of a prediction. The first requests of a server
     * are then as fast as later ones; call this before the server reports that it is ready. With vectors it takes some
     * eight seconds of processor time, for small models too, without vectors a second or two. Predictions during
     * warm-up, or without it, have the same results.
     */
    public void warmUp() {
        runner.warmUp(null);
    }

    /**
     * Warms up like {@link #warmUp()}, but within limits.
     *
     * @return whether all code is compiled; if not, a limit was reached or the thread was interrupted
     */
    public boolean warmUp(PredictionLimits limits) {
        requireGiven(limits, "warmUp: the limits are null");
        return runner.warmUp(limits.start());
    }

    /**
     * Makes a sample of a sentence, for a model that was trained with a language model: {@code almt train --bert}.
     *
     * @param sentence the spoken words
     * @param audio [frames][features], or null without sound
     * @param vision [frames][features], or null without a picture
     * @throws IllegalArgumentException if the sentence is empty, or a row of features is unusable
     * @throws IllegalStateException if the model has no language model
     */
    public Sample sample(String sentence, float @Nullable [][] audio, float @Nullable [][] vision) {
        return sample(
                sentence, audio == null ? null : Features.of("audio", audio),
                vision == null ? null : Features.of("vision", vision));
    }

    /**
     * Like {@link #sample(String, float[][], float[][])}, with features that were made before.
     *
     * @param audio features of the frames, or null without sound
     * @param vision features of the frames, or null without a picture
     */
    public Sample sample(String sentence, @Nullable Features audio, @Nullable Features vision) {
        requireGiven(sentence, "sample: the sentence is null");
        return samples(
                List.of(sentence), Collections.singletonList(audio), Collections.singletonList(vision)).get(0);
    }

    /**
     * Like {@link #sample(String, float[][], float[][])}, without sound and without a picture.
     */
    public Sample sample(String sentence) {
        return sample(sentence, (Features) null, (Features) null);
    }

    /**
     * Makes samples of sentences of any lengths. They go through the language model together, with the same bits as one
     * by one.
     *
     * @param sentences the spoken words of each sample
     * @param audio features for each sentence, with null for a sentence without sound; or null if no sentence has sound
     * @param vision features for each sentence, with null for a sentence without a picture; or null if no sentence has
     *         a picture
     * @throws IllegalArgumentException if a sentence is null or empty, or the lists have different lengths
     * @throws IllegalStateException if the model has no language model
     */
    public List<Sample> samples(
            List<String> sentences, @Nullable List<@Nullable Features> audio,
            @Nullable List<@Nullable Features> vision) {
        return this.sentences.samples(sentences, audio, vision, null);
    }

    /**
     * Like {@link #samples(List, List, List)}, within limits.
     *
     * @throws PredictionStoppedException if a limit is reached, or the thread is interrupted
     */
    public List<Sample> samples(
            List<String> sentences, @Nullable List<@Nullable Features> audio,
            @Nullable List<@Nullable Features> vision, PredictionLimits limits) {
        requireGiven(limits, "sample: the limits are null");
        return this.sentences.samples(sentences, audio, vision, limits.start());
    }

    /** The numbers of tokens and features of the model's text input. Fewer tokens are padded with zeros. */
    public FeatureShape text() {
        return cut.shapes().text();
    }

    /**
     * The numbers of frames and features of the model's audio input. Fewer frames are padded with zeros. A model
     * trained on 50 frames (the presets {@code …-paper}) reads 50 frames of a longer sample, as in training.
     */
    public FeatureShape audio() {
        return cut.shapes().audio();
    }

    /** The numbers of frames and features of the model's vision input; see {@link #audio}. */
    public FeatureShape vision() {
        return cut.shapes().vision();
    }

    /**
     * Predicts the sentiment of one sample.
     *
     * @throws IllegalArgumentException if the sample does not fit the model
     */
    public Sentiment predict(Sample sample) {
        requireGiven(sample, "predict: the sample is null");
        return predict(List.of(sample)).get(0);
    }

    /**
     * Predicts the sentiments of many samples, in their order. This is faster than one by one. An empty list has an
     * empty result.
     *
     * @throws IllegalArgumentException if a sample does not fit the model, or has features so large that the result is
     *         not a finite number
     * @throws IllegalStateException if this model is closed
     */
    public List<Sentiment> predict(List<Sample> samples) {
        return sentiments(samples, null);
    }

    /**
     * Like {@link #predict(List)}, within limits.
     *
     * @throws PredictionStoppedException if a limit is reached, or the thread is interrupted
     */
    public List<Sentiment> predict(List<Sample> samples, PredictionLimits limits) {
        requireGiven(limits, "predict: the limits are null");
        return sentiments(samples, limits.start());
    }

    private List<Sentiment> sentiments(List<Sample> samples, PredictionLimits.@Nullable Watch watch) {
        requireGiven(samples, "predict: the list of samples is null");
        List<Sample> fitted = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            requireGiven(samples.get(i), "predict: sample " + i + " is null");
            fitted.add(cut.fitted(samples.get(i), samples.size() == 1 ? "" : "sample " + i + ", "));
        }
        float[] values = new float[fitted.size()];
        for (int from = 0; from < values.length; from += CallerMemory.MOST) {
            if (watch != null) {
                watch.check(from, values.length);
            }
            int to = Math.min(values.length, from + CallerMemory.MOST);
            runner.predict(fitted.subList(from, to), values, from, watch);
        }
        List<Sentiment> sentiments = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            requireNumber(values[i], fitted.get(i), "sample " + i);
            sentiments.add(new Sentiment(values[i], saved.kind().labelLimit()));
        }
        return sentiments;
    }

    /**
     * Predicts the sentiment of a sample, and attributes it to each word and frame: by attention, by gradient times
     * input, and by occlusion with zeros. This takes as long as some 180 predictions at full lengths of CMU-MOSI.
     *
     * @throws IllegalArgumentException if the sample does not fit the model
     */
    public Explanation explain(Sample sample) {
        return explain(sample, Neutral.zeros(cut.shapes()));
    }

    /**
     * Like {@link #explain(Sample, Neutral)}, within limits. The limits end only the wait before the computation
     * begins.
     *
     * @throws IllegalArgumentException as for {@link #explain(Sample, Neutral)}
     * @throws PredictionStoppedException if a limit is reached, or the thread is interrupted, while others compute
     */
    public Explanation explain(Sample sample, Neutral neutral, PredictionLimits limits) {
        requireGiven(limits, "explain: the limits are null");
        return explained(sample, neutral, limits.start());
    }

    /**
     * Like {@link #explain(Sample)}, with a given neutral frame instead of zeros, such as the mean of the training
     * data.
     *
     * @throws IllegalArgumentException if the sample or the frame does not fit the model, or the result is not a finite
     *         number
     */
    public Explanation explain(Sample sample, Neutral neutral) {
        return explained(sample, neutral, null);
    }

    private Explanation explained(Sample sample, Neutral neutral, PredictionLimits.@Nullable Watch watch) {
        requireGiven(sample, "explain: the sample is null");
        requireGiven(neutral, "explain: the neutral frame is null");
        for (Modality modality : Modality.values()) {
            int width = cut.shapes().of(modality).width();
            if (neutral.of(modality).length != width) {
                throw new IllegalArgumentException("explain: the neutral frame has " + neutral.of(modality).length
                        + " features of " + modality + "; the model takes " + width);
            }
        }
        Sample fitted = cut.fitted(sample, "");
        OneSample one = new OneSample(fitted, cut.shapes());
        AlmtModel attended = saved.network().root() instanceof AlmtModel model ? model : null;
        if (watch != null) {
            watch.check();
        }
        return runner.call(watch, memory -> memory.lend(() -> {
            Predictor predictor =
                    new Predictor(saved.network(), cut.shapes(), one, CallerMemory.MOST, runner.constants());
            requireNumber(predictor.predict(0)[0], fitted, "the sample");
            SampleAttribution found = new Attributions(
                    saved.network(), attended, cut.shapes(), one, neutral, predictor)
                    .of(new int[] {0}, done -> {}).get(0);
            return new Explanation(
                    new Sentiment(found.prediction(), saved.kind().labelLimit()), found.modalities());
        }));
    }

    /**
     * The kernels that compute the next prediction: {@code plain} for plain loops, or {@code simd-} and the bits of a
     * vector. Predictions with the default kernels start with plain loops, and may change to vectors later.
     */
    public String kernels() {
        return runner.kernelsNow().name();
    }

    /** A description of this model. Its hash is computed at each call. */
    public AlmtInfo info() {
        SavedModel.Language language = saved.language();
        return new AlmtInfo(
                Architecture.of(saved.sizes()).title(), saved.origin().toString(), text(), audio(), vision(),
                saved.network().root().parameterCount(), saved.kind().labelLimit(), language != null,
                language == null ? "" : language.model().toString(), Sha256.of(saved.network().root().state()),
                Version.NUMBER, unfinished);
    }

    private static void requireNumber(float value, Sample sample, String which) {
        if (!Float.isFinite(value)) {
            float largest = sample.text().largest() + sample.audio().largest() + sample.vision().largest();
            if (Float.isNaN(largest)) {
                throw new IllegalArgumentException("predict: " + which + " contains NaN now; memory shared with"
                        + " features must not change until they are predicted");
            }
            throw new IllegalArgumentException("predict: " + which + " gives " + value + "; the largest of its"
                    + " features are " + sample.text().largest() + " (text), " + sample.audio().largest()
                    + " (audio) and " + sample.vision().largest() + " (vision), too large for 32-bit arithmetic");
        }
    }

    static void requireGiven(Object value, String otherwise) {
        if (value == null) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * Ends the use of this model. Later predictions are refused. Predictions that run now are completed, and release
     * their memory then.
     */
    @Override
    public void close() {
        runner.close();
        Workers.endIdle();
    }

    /** For example {@code ALMT of runs/mosi-seed1/best.safetensors: text 50 x 768, audio 375 x 5, vision 500 x 20}. */
    @Override
    public String toString() {
        return Architecture.of(saved.sizes()).title() + " of " + saved.origin() + ": text " + text().length() + " x "
                + text().width() + ", audio " + audio().length() + " x " + audio().width() + ", vision "
                + vision().length() + " x " + vision().width();
    }
}
