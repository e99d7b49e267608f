package org.almt.features.face;

import java.util.Objects;

/**
 * How a table of a face is read.
 *
 * @param profile which columns, and how many frames make a row
 * @param pool how many frames make a row; 0 for the profile's number
 * @param failed what becomes of frames without a face
 * @param face the {@code face_id} to take; -1 for the only one or the most visible one
 * @param allowNoFace whether a table without a single face is read all the same
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

    /** A profile as the original scripts read it. */
    public static FaceOptions of(FaceProfile profile) {
        return new FaceOptions(profile, 0, FailedRows.KEEP, -1, false);
    }

    /** Frames per row. */
    public int frames() {
        return pool == 0 ? profile.pool() : pool;
    }
}
