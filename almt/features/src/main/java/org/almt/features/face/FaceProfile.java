package org.almt.features.face;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.almt.features.FeatureException;

/** A named set of features of a face: the columns of OpenFace, and the number of frames per row. */
public enum FaceProfile {
    /** CH-SIMS v1: all 709 columns, means of five frames. */
    SIMS_2020("sims-2020", OpenFaceColumns.ALL, 5, "OpenFace 2: all 709 columns, means of 5 frames (CH-SIMS v1)"),
    /** MMSA's script of 2021: all 709 columns, means of three frames. */
    SIMS_2021("sims-2021", OpenFaceColumns.ALL, 3, "OpenFace 2: all 709 columns, means of 3 frames (MMSA, 2021)"),
    /** All 709 columns, frame by frame. */
    OPENFACE("openface", OpenFaceColumns.ALL, 1, "OpenFace 2: all 709 columns, frame by frame"),
    /** MMSA-FET's default: pose, 2D landmarks, action units. */
    FET("fet", OpenFaceColumns.join(OpenFaceColumns.POSE, OpenFaceColumns.LANDMARKS_2D, OpenFaceColumns.ACTION_UNITS),
            1,
            "MMSA-FET: pose, 2D landmarks and action units, 177 columns"),
    /** MMSA-FET's aligned configuration: 2D landmarks, action units. */
    FET_ALIGNED("fet-aligned", OpenFaceColumns.join(OpenFaceColumns.LANDMARKS_2D, OpenFaceColumns.ACTION_UNITS), 1,
            "MMSA-FET aligned: 2D landmarks and action units, 171 columns"),
    /** Action units alone: they do not depend on the position of the face in the picture. */
    AUS("aus", OpenFaceColumns.ACTION_UNITS, 1, "action units alone: 17 intensities and 18 presences");

    private final String name;
    private final List<String> columns;
    private final int pool;
    private final String description;

    FaceProfile(String name, List<String> columns, int pool, String description) {
        this.name = name;
        this.columns = columns;
        this.pool = pool;
        this.description = description;
    }

    /** The profile with a name, such as {@code sims-2020}. */
    public static FaceProfile of(String name) throws FeatureException {
        List<String> names = new ArrayList<>();
        for (FaceProfile profile : values()) {
            if (profile.name.equals(name.toLowerCase(Locale.ROOT))) {
                return profile;
            }
            names.add(profile.name);
        }
        throw new FeatureException("there is no vision profile '" + name + "'; there are " + String.join(", ", names));
    }

    /** The name in commands and files. */
    public String profileName() {
        return name;
    }

    /** The names of the columns, in order. */
    public List<String> columns() {
        return columns;
    }

    /** The number of frames that are averaged into one row. */
    public int pool() {
        return pool;
    }

    /** A description in one line. */
    public String description() {
        return description;
    }
}
