package org.almt.input;

/**
 * The shapes of one sample's features, modality by modality.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param text tokens and features of a token
 * @param audio frames and features of a frame
 * @param vision frames and features of a frame
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
