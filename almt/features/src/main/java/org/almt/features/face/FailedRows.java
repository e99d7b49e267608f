package org.almt.features.face;

/**
 * The handling of frames in which OpenFace found no face: {@code success} is 0, and most columns are copies of earlier
 * frames.
 */
public enum FailedRows {
    /** The frames are not changed, as in the original scripts. */
    KEEP,
    /** The frames are left out before averaging. */
    DROP,
    /** The frames repeat the last frame with a face. Frames before the first face repeat that first face. */
    HOLD,
    /** All columns of the frames become 0. */
    ZERO
}
