package org.almt.features.signal;

/** What stands before the first and behind the last sample, so that frames can be centred on them. */
public enum Padding {
    /** Zeros: librosa since 0.9. */
    ZERO,
    /** The signal mirrored at its first and last sample, which are not repeated: librosa up to 0.8. */
    REFLECT,
    /** The first and the last sample, repeated. */
    EDGE
}
