package org.almt.features.face;

import java.util.Objects;

/**
 * Options for reading a table of faces.
 *
 * @param profile the columns, and the number of frames per row
 *
 * @param pool the number of frames per row; 0 for the profile's number
 *
 * @param failed the handling of frames without a face
 *
 * @param face the {@code face_id} to read; -1 for the only face or the most visible one
 *
 * @param allowNoFace whether a table without any face is accepted
 */
public record FaceOptions(FaceProfile profile, int pool, FailedRows failed, int face, boolean allowNoFace) {
    /** Checks the numbers. */
    public FaceOptions {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(failed, "failed");
        if (pool < 0 || pool > 1000 || face < -1) {
            throw new IllegalArgumentException(
                    "pool " + pool + ", face " + face + "; expected 0 to 1000, and -1 or more");
        }
    }

    /** The options of the original scripts for a profile. */
    public static FaceOptions of(FaceProfile profile) {
        return new FaceOptions(profile, 0, FailedRows.KEEP, -1, false);
    }

    /** The number of frames per row. */
    public int frames() {
        return pool == 0 ? profile.pool() : pool;
    }
}
