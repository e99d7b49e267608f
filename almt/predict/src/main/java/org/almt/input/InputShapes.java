package org.almt.input;

/**
 * The shapes of one sample's features, by modality.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param text the number of tokens, and of features of a token
 * @param audio the number of frames, and of features of a frame
 * @param vision the number of frames, and of features of a frame
 */
public record InputShapes(FeatureShape text, FeatureShape audio, FeatureShape vision) {
    /** The shape of one modality. */
    public FeatureShape of(Modality modality) {
        return switch (modality) {
            case TEXT -> text;
            case AUDIO -> audio;
            case VISION -> vision;
        };
    }
}
