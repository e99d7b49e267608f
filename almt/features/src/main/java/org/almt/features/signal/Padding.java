package org.almt.features.signal;

/** The values before the first and after the last sample, so that frames can be centred on these samples. */
public enum Padding {
    /** Zeros: librosa since 0.9. */
    ZERO,
    /** The signal mirrored at its first and last samples, which are not repeated: librosa up to 0.8. */
    REFLECT,
    /** The first and the last sample, repeated. */
    EDGE
}
