package org.almt.features.face;

/** What becomes of frames in which OpenFace found no face: {@code success} is 0, and most columns are stale. */
public enum FailedRows {
    /** They stay as they are: the original scripts. */
    KEEP,
    /** They are left out before frames are averaged. */
    DROP,
    /** They repeat the last frame with a face; those before the first such frame repeat it. */
    HOLD,
    /** All their columns become 0. */
    ZERO
}
