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
 * A trained model, for prediction. As many callers as there are processors compute at the same time, each
 * in memory of its own; others wait their turn, or for a caller that takes their sample with its own. So memory does
 * not grow with the threads of a server. It is kept for the next call, until the collector needs it: a steady stream of
 * predictions leaves no garbage to speak of.
 *
 * <p>It runs several times faster with the Vector API, {@code java --add-modules jdk.incubator.vector}; without, the
 * same bits come from plain loops, and the logger {@code org.almt} says so once, at INFO.
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
    /** Whether slow kernels were said. */
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

    /** A property that is wrong is refused when a model is loaded, and slow kernels are said then, once. */
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
     * @throws IOException when it is no run folder, or its files are damaged
     */
    public static Almt load(Path run) throws IOException {
        return of(SavedModel.ofRun(required(run, "the run folder")));
    }

    /**
     * Weights of ALMT from a file: safetensors or npz, with the reference's names, its older ones or MMSA's. Sizes come
     * from the weights; the preset says on what scale they predict.
     *
     * @throws IOException when the file is damaged or holds another model
     */
    public static Almt load(Path weights, Preset preset) throws IOException {
        return of(SavedModel.ofWeights(
                required(weights, "the file of weights"), Architecture.ALMT, required(preset, "the preset")));
    }

    /**
     * As {@link #load(Path, Preset)}, of a safetensors file in memory.
     *
     * @throws IOException when the bytes are damaged or hold another model
     */
    public static Almt load(byte[] weights, Preset preset) throws IOException {
        return of(SavedModel.ofWeights(
                required(weights, "the array of weights"), Architecture.ALMT, required(preset, "the preset")));
    }

    /**
     * As {@link #load(Path, Preset)}, of a safetensors file from a stream, such as a resource of the class path. The
     * stream is read to its end and not closed.
     *
     * @throws IOException when the stream fails, or its bytes are damaged or hold another model
     */
    public static Almt load(InputStream weights, Preset preset) throws IOException {
        return load(requiredStream(weights, "weights").readAllBytes(), preset);
    }

    /**
     * As {@link #load(Path)}, of two files of a run folder from streams. They are read to their ends and not closed.
     *
     * @param configuration {@code config.json}
     * @param weights {@code best.safetensors}
     * @throws IOException when a stream fails, its bytes are damaged, or the run has a language model of its own
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
     * A model that was loaded before.
     *
     * @param saved with weights, and with a language model where sentences are to be predicted
     */
    public static Almt of(SavedModel saved) {
        return new Almt(required(saved, "the saved model"), AlmtOptions.usual());
    }

    /**
     * The same model with other options; weights are shared, and each is closed by itself. One that was never used
     * needs no closing, and one that is closed may still be asked for another.
     *
     * @throws IllegalArgumentException when this JVM has no kernels of that name
     * @throws IllegalStateException when it lacks the Vector API for them
     */
    public Almt with(AlmtOptions options) {
        requireGiven(options, "with: the options are null");
        return new Almt(saved, options);
    }

    /**
     * Predicts a sample of zeros until the JVM has compiled what a prediction runs, so that the first requests of a
     * server are as fast as later ones; call it before the server says that it is ready. With vectors it takes some
     * eight seconds of processor time at full lengths of CMU-MOSI, without a second or two. Predictions are right
     * meanwhile, and without it.
     */
    public void warmUp() {
        runner.warmUp(null);
    }

    /**
     * The same, but for a limited time.
     *
     * @return whether all is compiled; if not, a limit was reached or the thread interrupted
     */
    public boolean warmUp(PredictionLimits limits) {
        requireGiven(limits, "warmUp: the limits are null");
        return runner.warmUp(limits.start());
    }

    /**
     * A sample of a sentence, for a model that was trained with a language model: {@code almt train --bert}.
     *
     * @param sentence what is said
     * @param audio [frames][features], or null where there is no sound
     * @param vision [frames][features], or null where there is no picture
     * @throws IllegalArgumentException when the sentence is empty, or a row of features is unusable
     * @throws IllegalStateException when the model has no language model
     */
    public Sample sample(String sentence, float @Nullable [][] audio, float @Nullable [][] vision) {
        requireGiven(sentence, "sample: the sentence is null");
        return samples(
                List.of(sentence), Collections.singletonList(audio == null ? null : Features.of("audio", audio)),
                Collections.singletonList(vision == null ? null : Features.of("vision", vision))).get(0);
    }

    /**
     * Samples of sentences of any lengths, which go through the language model together; the bits of one by one.
     *
     * @param sentences what is said
     * @param audio features for each sentence, null where there is no sound; or null for none at all
     * @param vision features for each sentence, null where there is no picture; or null for none at all
     * @throws IllegalArgumentException when a sentence is null or empty, or the lists have different lengths
     * @throws IllegalStateException when the model has no language model
     */
    public List<Sample> samples(
            List<String> sentences, @Nullable List<@Nullable Features> audio,
            @Nullable List<@Nullable Features> vision) {
        return this.sentences.samples(sentences, audio, vision, null);
    }

    /**
     * The same, unless it is given up.
     *
     * @throws PredictionStoppedException when a limit is reached, or the thread is interrupted
     */
    public List<Sample> samples(
            List<String> sentences, @Nullable List<@Nullable Features> audio,
            @Nullable List<@Nullable Features> vision, PredictionLimits limits) {
        requireGiven(limits, "sample: the limits are null");
        return this.sentences.samples(sentences, audio, vision, limits.start());
    }

    /** Tokens and features of the text that the model takes; fewer tokens are filled up with zeros. */
    public FeatureShape text() {
        return cut.shapes().text();
    }

    /**
     * Frames and features of the audio that the model takes; fewer frames are filled up with zeros. A model trained on
     * 50 frames, as the presets {@code …-paper} have it, is given 50 of a longer sample, as in training.
     */
    public FeatureShape audio() {
        return cut.shapes().audio();
    }

    /** Frames and features of the vision that the model takes; see {@link #audio}. */
    public FeatureShape vision() {
        return cut.shapes().vision();
    }

    /**
     * The sentiment of one sample.
     *
     * @throws IllegalArgumentException when the sample does not fit the model
     */
    public Sentiment predict(Sample sample) {
        requireGiven(sample, "predict: the sample is null");
        return predict(List.of(sample)).get(0);
    }

    /**
     * The sentiments of many samples, in their order; faster than one by one.
     *
     * @throws IllegalArgumentException when a sample does not fit the model, or has features so large that the result
     *     is no number
     * @throws IllegalStateException when this model is closed
     */
    public List<Sentiment> predict(List<Sample> samples) {
        return sentiments(samples, null);
    }

    /**
     * The same, unless it is given up.
     *
     * @throws PredictionStoppedException when a limit is reached, or the thread is interrupted
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
     * The sentiment of a sample, and how much each word and frame counts for it: attention, gradient times input, and
     * occlusion by zeros. Takes some 180 predictions at full lengths of CMU-MOSI.
     *
     * @throws IllegalArgumentException when the sample does not fit the model
     */
    public Explanation explain(Sample sample) {
        return explain(sample, Neutral.zeros(cut.shapes()));
    }

    /**
     * The same with another neutral frame, unless it is given up before it begins.
     *
     * @throws IllegalArgumentException as {@link #explain(Sample, Neutral)}
     * @throws PredictionStoppedException when a limit is reached, or the thread is interrupted, while others compute
     */
    public Explanation explain(Sample sample, Neutral neutral, PredictionLimits limits) {
        requireGiven(limits, "explain: the limits are null");
        return explained(sample, neutral, limits.start());
    }

    /**
     * The same, compared with another neutral frame than zeros, such as the mean of the training data.
     *
     * @throws IllegalArgumentException when the sample or the frame does not fit the model, or the result is no number
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

    /** What this model is; its hash is computed at each call. */
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
                throw new IllegalArgumentException("predict: " + which + " holds NaN by now; memory that features share"
                        + " must not change until they are predicted");
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
     * Ends the use of this model: later predictions are refused, those that run end undisturbed, and their memory is
     * released with them.
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
