package org.almt.features;

import java.io.IOException;

/**
 * Thrown for a clip, face file or transcript that cannot be used. The message names the file, the place and a remedy.
 */
public final class FeatureException extends IOException {
    private static final long serialVersionUID = 1;

    /** A refusal in one sentence. */
    public FeatureException(String message) {
        super(message);
    }

    /** A refusal with its cause. */
    public FeatureException(String message, Throwable cause) {
        super(message, cause);
    }
}
