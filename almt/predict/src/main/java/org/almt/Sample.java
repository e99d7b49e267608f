package org.almt;

import java.util.Objects;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.jspecify.annotations.Nullable;

/**
 * One utterance: a row of features for each token of text, each frame of audio and each frame of vision. The features
 * must be computed in the same way as those that the model was trained on. {@link Almt#predict} checks the number of
 * features of a row.
 *
 * <p>{@link #of(float[][], float[][], float[][])} copies its arrays; {@link Features} can also be made without a
 * copy.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Sample {
    private final Features text;
    private final Features audio;
    private final Features vision;

    Sample(Features text, Features audio, Features vision) {
        Features.required("text", text);
        Features.required("audio", audio);
        Features.required("vision", vision);
        this.text = text;
        this.audio = audio;
        this.vision = vision;
    }

    /**
     * A sample of the given rows.
     *
     * @param text [tokens][features]
     * @param audio [frames][features]
     * @param vision [frames][features]
     * @throws IllegalArgumentException if a modality has no row, rows of different widths, a null row, or a number that
     *         is NaN or infinite
     */
    public static Sample of(float[][] text, float[][] audio, float[][] vision) {
        return new Sample(Features.of("text", text), Features.of("audio", audio), Features.of("vision", vision));
    }

    /**
     * A sample of the given features, which may share the caller's memory.
     *
     * @throws IllegalArgumentException if one is null
     */
    public static Sample of(Features text, Features audio, Features vision) {
        return new Sample(text, audio, vision);
    }

    /** The numbers of rows and of features of a row. */
    public FeatureShape shape(Modality modality) {
        Features features = features(modality);
        return new FeatureShape(features.length(), features.width());
    }

    /**
     * Copies the features of a modality, row by row.
     *
     * @param target the array that receives them: as many values as {@link #shape} has
     * @param at the index of the first value in it
     */
    public void copy(Modality modality, float[] target, int at) {
        features(modality).copy(target, at);
    }

    /** The features of a modality. */
    public Features features(Modality modality) {
        if (modality == null) {
            throw new IllegalArgumentException("sample: the modality is null; one of text, audio, vision is needed");
        }
        return switch (modality) {
            case TEXT -> text;
            case AUDIO -> audio;
            case VISION -> vision;
        };
    }

    /** Whether other threads than the caller's may read the sample at any time until it is predicted. */
    boolean isForAnyThread() {
        return text.isOnHeap() && audio.isOnHeap() && vision.isOnHeap();
    }

    Features text() {
        return text;
    }

    Features audio() {
        return audio;
    }

    Features vision() {
        return vision;
    }

    /** Whether both have the same features. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sample sample && sample.text.equals(text) && sample.audio.equals(audio)
                && sample.vision.equals(vision);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, audio, vision);
    }

    /** For example {@code text 50 x 768, audio 375 x 5, vision 500 x 20}. */
    @Override
    public String toString() {
        return "text " + text + ", audio " + audio + ", vision " + vision;
    }
}
