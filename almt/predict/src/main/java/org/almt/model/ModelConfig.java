package org.almt.model;

import java.util.Map;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;

/**
 * The sizes and options that make a model; immutable. Each has a name, which {@code config.json} and {@code --set} use.
 * Every model has the six sizes of the inputs among them: {@code textLength}, {@code textWidth} and so on.
 *
 * <p>Threads: immutable, safe for many.
 */
public interface ModelConfig {
    /** The name of the architecture whose models it makes, such as {@code almt}. */
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

    /** Rows of a modality that the model reads at most. */
    default int length(Modality modality) {
        return switch (modality) {
            case TEXT -> textLength();
            case AUDIO -> audioLength();
            case VISION -> visionLength();
        };
    }

    /** Features of a row of a modality. */
    default int width(Modality modality) {
        return switch (modality) {
            case TEXT -> textWidth();
            case AUDIO -> audioWidth();
            case VISION -> visionWidth();
        };
    }

    /** What the model reads of a modality; {@link FeatureShape#ABSENT} if it was trained without it. */
    default FeatureShape shape(Modality modality) {
        return new FeatureShape(length(modality), width(modality));
    }

    /** The sizes and options by name, in order. */
    Map<String, Object> toMap();

    /**
     * A copy in which one size or option, called by its name, has another value; a number or its text.
     *
     * @throws IllegalArgumentException for a name that it does not know, or an unusable value
     */
    ModelConfig with(String name, Object value);

    /**
     * The configuration itself, after making sure that its sizes and options go together; {@link #with} looks at one
     * alone.
     *
     * @throws IllegalArgumentException when one contradicts another, or has no effect beside it
     */
    default ModelConfig checked() {
        return this;
    }

    /** Whether {@link #with} knows the name. */
    default boolean knows(String name) {
        return toMap().containsKey(name);
    }
}
