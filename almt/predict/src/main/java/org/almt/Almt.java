package org.almt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.core.KernelChoice;
import org.almt.core.SharedConstants;
import org.almt.core.parallel.Workers;
import org.almt.input.FeatureShape;
import org.almt.input.InputShapes;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;

/**
 * A trained model, for prediction. Thread-safe. As many callers as there are processors compute at the same time, each
 * in memory of its own; others wait their turn. So memory does not grow with the threads of a server. It is kept for
 * the next call, until the collector needs it: a steady stream of predictions leaves no garbage to speak of.
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
 */
public final class Almt implements AutoCloseable {
    private final SavedModel saved;
    private final SampleCut cut;
    private final Callers callers;

    static {
        KernelChoice.hint().ifPresent(
                hint -> System.getLogger(Almt.class.getPackageName()).log(System.Logger.Level.INFO, hint));
    }

    private Almt(SavedModel saved) {
        this.saved = saved;
        ModelConfig config = saved.sizes();
        InputShapes shapes = new InputShapes(
                new FeatureShape(config.textLength(), config.textWidth()),
                new FeatureShape(config.audioLength(), config.audioWidth()),
                new FeatureShape(config.visionLength(), config.visionWidth()));
        cut = new SampleCut(shapes, saved.cropped());
        SharedConstants constants = new SharedConstants();
        callers = new Callers(Runtime.getRuntime().availableProcessors(),
                () -> new CallerMemory(saved.network(), shapes, constants));
    }

    /**
     * The best weights of a run folder.
     *
     * @throws IOException when it is no run folder, or its files are damaged
     */
    public static Almt load(Path run) throws IOException {
        return new Almt(SavedModel.ofRun(run));
    }

    /**
     * Weights of ALMT from a file: safetensors or npz, with the reference's names, its older ones or MMSA's. Sizes come
     * from the weights; the preset says on what scale they predict.
     *
     * @throws IOException when the file is damaged or holds another model
     */
    public static Almt load(Path weights, Preset preset) throws IOException {
        return new Almt(SavedModel.ofWeights(weights, Architecture.ALMT, preset));
    }

    /**
     * A model that was loaded before.
     *
     * @param saved with weights, and with a language model where sentences are to be predicted
     */
    public static Almt of(SavedModel saved) {
        return new Almt(saved);
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
    public Sample sample(String sentence, float[][] audio, float[][] vision) {
        requireGiven(sentence, "the sentence");
        SavedModel.Language language = saved.language();
        if (language == null) {
            throw new IllegalStateException(saved.origin() + " takes text features, not sentences; a language model is"
                    + " needed that makes them, in training or here");
        }
        return Sample.of(
                language.model().features(sentence, text().length(), language.padding()),
                audio == null ? new float[1][audio().width()] : audio,
                vision == null ? new float[1][vision().width()] : vision);
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
        requireGiven(sample, "the sample");
        return predict(List.of(sample)).get(0);
    }

    /**
     * The sentiments of many samples, in their order; faster than one by one.
     *
     * @throws IllegalArgumentException when a sample does not fit the model
     */
    public List<Sentiment> predict(List<Sample> samples) {
        requireGiven(samples, "the list of samples");
        List<Sample> fitted = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            requireGiven(samples.get(i), "sample " + i);
            fitted.add(cut.fitted(samples.get(i), samples.size() == 1 ? "" : "sample " + i + ", "));
        }
        float[] values = new float[fitted.size()];
        for (int from = 0; from < values.length; from += CallerMemory.MOST) {
            CallerMemory memory = callers.enter();
            try {
                memory.predict(fitted.subList(from, Math.min(values.length, from + CallerMemory.MOST)), values, from);
            } finally {
                callers.leave(memory);
            }
        }
        List<Sentiment> sentiments = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            requireNumber(values[i], fitted.get(i), i);
            sentiments.add(new Sentiment(values[i], saved.kind().labelLimit()));
        }
        return sentiments;
    }

    private static void requireNumber(float value, Sample sample, int index) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException("predict: sample " + index + " gives " + value + "; the largest of its"
                    + " features are " + sample.text().largest() + " (text), " + sample.audio().largest()
                    + " (audio) and " + sample.vision().largest() + " (vision), too large for 32-bit arithmetic");
        }
    }

    private static void requireGiven(Object value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("predict: " + what + " is null");
        }
    }

    /**
     * Ends the use of this model: later predictions are refused, those that run end undisturbed, and their memory is
     * released with them.
     */
    @Override
    public void close() {
        callers.close();
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
