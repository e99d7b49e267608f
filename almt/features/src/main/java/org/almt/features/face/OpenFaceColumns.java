package org.almt.features.face;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The 709 columns that FeatureExtraction of OpenFace 2.0 to 2.2 writes after the first five, in its order. */
final class OpenFaceColumns {
    private static final List<String> UNITS =
            List.of("01", "02", "04", "05", "06", "07", "09", "10", "12", "14", "15", "17",
                    "20", "23", "25", "26");

    static final List<String> GAZE = gaze();
    static final List<String> POSE = List.of("pose_Tx", "pose_Ty", "pose_Tz", "pose_Rx", "pose_Ry", "pose_Rz");
    static final List<String> LANDMARKS_2D = points(68, "x", "y");
    static final List<String> LANDMARKS_3D = points(68, "X", "Y", "Z");
    static final List<String> SHAPE = shape();
    static final List<String> ACTION_UNITS = actionUnits();
    static final List<String> ALL = join(GAZE, POSE, LANDMARKS_2D, LANDMARKS_3D, SHAPE, ACTION_UNITS);

    private OpenFaceColumns() {}

    /** The group of a column, for messages. */
    static String group(String column) {
        if (GAZE.contains(column)) {
            return "gaze";
        }
        if (POSE.contains(column)) {
            return "pose";
        }
        if (LANDMARKS_2D.contains(column)) {
            return "2D landmark";
        }
        if (LANDMARKS_3D.contains(column)) {
            return "3D landmark";
        }
        return SHAPE.contains(column) ? "shape" : "action unit";
    }

    @SafeVarargs
    static List<String> join(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }

    private static List<String> points(int count, String... axes) {
        List<String> names = new ArrayList<>();
        for (String axis : axes) {
            for (int i = 0; i < count; i++) {
                names.add(axis + "_" + i);
            }
        }
        return List.copyOf(names);
    }

    private static List<String> gaze() {
        List<String> names = new ArrayList<>();
        for (int eye = 0; eye < 2; eye++) {
            for (String axis : List.of("x", "y", "z")) {
                names.add("gaze_" + eye + "_" + axis);
            }
        }
        names.add("gaze_angle_x");
        names.add("gaze_angle_y");
        names.addAll(points(56, "eye_lmk_x", "eye_lmk_y", "eye_lmk_X", "eye_lmk_Y", "eye_lmk_Z"));
        return List.copyOf(names);
    }

    private static List<String> shape() {
        List<String> names = new ArrayList<>(List.of("p_scale", "p_rx", "p_ry", "p_rz", "p_tx", "p_ty"));
        for (int i = 0; i < 34; i++) {
            names.add("p_" + i);
        }
        return List.copyOf(names);
    }

    private static List<String> actionUnits() {
        List<String> names = new ArrayList<>();
        UNITS.forEach(unit -> names.add("AU" + unit + "_r"));
        names.add("AU45_r");
        UNITS.forEach(unit -> names.add("AU" + unit + "_c"));
        names.add("AU28_c");
        names.add("AU45_c");
        return List.copyOf(names);
    }

    /** The columns of a file that have the name of an intensity or presence of an action unit. */
    static Set<String> actionUnitsOf(List<String> header) {
        Set<String> units = new LinkedHashSet<>();
        for (String name : header) {
            if (name.matches("AU\\d{1,9}_[rc]")) {
                units.add(name);
            }
        }
        return units;
    }
}
