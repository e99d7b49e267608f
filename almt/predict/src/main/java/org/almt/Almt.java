package org.almt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.almt.core.Workspace;
import org.almt.core.GradMode;
import org.almt.core.KernelChoice;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.input.CropRule;
import org.almt.input.FeatureShape;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;

/**
 * A trained model, for prediction. Thread-safe: each concurrent call works in memory of its own, which is kept for the
 * next call, so that a steady stream of predictions leaves no garbage to speak of.
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
public final class Almt {
    /** Samples that go through the model together. */
    private static final int CHUNK = 32;

    private final SavedModel saved;
    private final FeatureShape text;
    private final FeatureShape audio;
    private final FeatureShape vision;
    /** Idle predictors by the number of samples that they take. */
    private final Map<Integer, Queue<Predictor>> idle = new ConcurrentHashMap<>();

    static {
        KernelChoice.hint().ifPresent(
                hint -> System.getLogger(Almt.class.getPackageName()).log(System.Logger.Level.INFO, hint));
    }

    private Almt(SavedModel saved) {
        this.saved = saved;
        ModelConfig config = saved.sizes();
        text = new FeatureShape(config.textLength(), config.textWidth());
        audio = new FeatureShape(config.audioLength(), config.audioWidth());
        vision = new FeatureShape(config.visionLength(), config.visionWidth());
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
                language.model().features(sentence, text.length(), language.padding()),
                audio == null ? new float[1][this.audio.width()] : audio,
                vision == null ? new float[1][this.vision.width()] : vision);
    }

    /** Tokens and features of the text that the model takes; fewer tokens are filled up with zeros. */
    public FeatureShape text() {
        return text;
    }

    /**
     * Frames and features of the audio that the model takes; fewer frames are filled up with zeros. A model trained on
     * 50 frames, as the presets {@code …-paper} have it, is given 50 of a longer sample, as in training.
     */
    public FeatureShape audio() {
        return audio;
    }

    /** Frames and features of the vision that the model takes; see {@link #audio}. */
    public FeatureShape vision() {
        return vision;
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
        for (int i = 0; i < samples.size(); i++) {
            requireGiven(samples.get(i), "sample " + i);
        }
        List<Sentiment> sentiments = new ArrayList<>(samples.size());
        for (int from = 0; from < samples.size(); from += CHUNK) {
            predictChunk(samples.subList(from, Math.min(samples.size(), from + CHUNK)), sentiments);
        }
        return sentiments;
    }

    private static void requireGiven(Object value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("predict: " + what + " is null");
        }
    }

    private void predictChunk(List<Sample> samples, List<Sentiment> sentiments) {
        Queue<Predictor> queue = idle.computeIfAbsent(samples.size(), size -> new ConcurrentLinkedQueue<>());
        Predictor free = queue.poll();
        Predictor predictor = free != null ? free : new Predictor(samples.size());
        try {
            float[] values = predictor.predict(samples);
            for (float value : values) {
                sentiments.add(new Sentiment(value, saved.kind().labelLimit()));
            }
        } finally {
            queue.add(predictor);
        }
    }

    /**
     * The model recorded once for a number of samples, with inputs and buffers of its own; for one thread at a time.
     */
    private final class Predictor {
        private final InputBatch inputs;
        private final Program program;

        Predictor(int samples) {
            inputs = new InputBatch.Memory(new InputShapes(text, audio, vision), samples).batch(samples);
            program = GradMode.noGrad(() -> Program.trace(
                    new Workspace(),
                    () -> saved.network().forward(inputs)));
        }

        float[] predict(List<Sample> samples) {
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                put("text", sample.text(), inputs.text(), i);
                put("audio", cut(sample.audio()), inputs.audio(), i);
                put("vision", cut(sample.vision()), inputs.vision(), i);
            }
            inputs.markModified();
            return program.forward().toArray();
        }
    }

    /** What a model that was trained on cut sequences sees of a longer one. */
    private Sample.Features cut(Sample.Features whole) {
        int frames = CropRule.PAPER_FRAMES;
        if (!saved.cropped() || whole.length() <= frames) {
            return whole;
        }
        int width = whole.width();
        int start = CropRule.start(
                whole.length(), frames, frame -> CropRule.isZero(whole.values(), frame * width, width));
        float[] values = Arrays.copyOfRange(whole.values(), start * width, (start + frames) * width);
        return new Sample.Features(values, frames, width);
    }

    /** Copies one sample's rows to its place in the batch, [B, L, d], and fills the rest with zeros. */
    private static void put(String modality, Sample.Features features, Tensor batch, int sample) {
        int length = batch.shape().size(1);
        int width = batch.shape().size(2);
        if (features.width() != width || features.length() > length) {
            throw new IllegalArgumentException("predict: " + modality + " is " + features.length() + " x "
                    + features.width() + "; the model takes up to " + length + " rows of " + width + " features");
        }
        float[] target = batch.array();
        int at = batch.offset() + sample * length * width;
        int given = features.values().length;
        System.arraycopy(features.values(), 0, target, at, given);
        Arrays.fill(target, at + given, at + length * width, 0f);
    }

    /** For example {@code ALMT of runs/mosi-seed1/best.safetensors: text 50 x 768, audio 375 x 5, vision 500 x 20}. */
    @Override
    public String toString() {
        return Architecture.of(saved.sizes()).title() + " of " + saved.origin() + ": text " + text.length() + " x "
                + text.width() + ", audio "
                + audio.length() + " x " + audio.width() + ", vision " + vision.length() + " x " + vision.width();
    }
}
