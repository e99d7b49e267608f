package org.almt.model;

import java.util.Map;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * The sizes and options of a model. Immutable. Each has a name, which {@code config.json} and {@code --set} use. Every
 * model has the six sizes of the inputs: {@code textLength}, {@code textWidth} and so on.
 *
 * <p>Threads: immutable, safe for many.
 */
public interface ModelConfig {
    /** The name of the model's architecture, such as {@code almt}. */
    String architecture();

    /** Tokens of text, L_l; longer input is an error, shorter is allowed. */
    int textLength();

    /** Features of a token, d_l. */
    int textWidth();

    /** Frames of audio, L_a. */
    int audioLength();

    /** Features of an audio frame, d_a. */
    int audioWidth();

    /** Frames of vision, L_v. */
    int visionLength();

    /** Features of a vision frame, d_v. */
    int visionWidth();

    /** The most rows of a modality that the model reads. */
    default int length(Modality modality) {
        return switch (modality) {
            case TEXT -> textLength();
            case AUDIO -> audioLength();
            case VISION -> visionLength();
        };
    }

    /** The features of a row of a modality. */
    default int width(Modality modality) {
        return switch (modality) {
            case TEXT -> textWidth();
            case AUDIO -> audioWidth();
            case VISION -> visionWidth();
        };
    }

    /**
     * The shape of a modality as the model reads it; {@link FeatureShape#ABSENT} if it was trained without this
     * modality.
     */
    default FeatureShape shape(Modality modality) {
        return new FeatureShape(length(modality), width(modality));
    }

    /** The sizes and options by name, in order. */
    Map<String, Object> toMap();

    /**
     * A copy in which one size or option, given by its name, has another value. The value is a number or its text.
     *
     * @throws IllegalArgumentException for an unknown name, or an unusable value
     */
    ModelConfig with(String name, Object value);

    /**
     * This configuration, after a check that its sizes and options are consistent; {@link #with} checks only one of
     * them.
     *
     * @throws IllegalArgumentException if one contradicts another, or has no effect together with it
     */
    default ModelConfig checked() {
        return this;
    }

    /** Whether {@link #with} accepts the name. */
    default boolean knows(String name) {
        return toMap().containsKey(name);
    }
}
