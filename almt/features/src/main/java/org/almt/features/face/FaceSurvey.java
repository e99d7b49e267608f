package org.almt.features.face;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.almt.features.FeatureException;
import org.almt.features.io.CsvTable;

/**
 * The results of a first pass over OpenFace's table: the positions of its columns, the face to read, the number of
 * failed frames, the frame rate. Only counts are stored.
 */
final class FaceSurvey {
    private static final int MOST_FACES = 256;
    /** The most columns that a message names. */
    private static final int MOST_NAMED = 5;
    private static final double DEFAULT_STEP = 1 / 30.0;
    private static final double TIME_ROUNDING = 0.00101;

    /** One tracked face. */
    private static final class Face {
        private long rows;
        private long failed;
        private double weight;
        private double firstTime;
        private double lastTime = Double.NEGATIVE_INFINITY;
        private boolean increasing = true;
    }

    private final FaceOptions options;
    private final List<String> warnings = new ArrayList<>();
    private final Map<Integer, Face> faces = new TreeMap<>();
    private int[] columns = {};
    private int success;
    private int faceColumn;
    private int time;
    private int chosen;
    /** The face with the current number. */
    private Face face = new Face();
    private int width;

    private FaceSurvey(FaceOptions options) {
        this.options = options;
    }

    static FaceSurvey of(Path file, FaceOptions options) throws IOException {
        FaceSurvey survey = new FaceSurvey(options);
        try (CsvTable table = CsvTable.open(file)) {
            survey.header(table);
            survey.rows(table);
            survey.choose(table);
        }
        return survey;
    }

    private void header(CsvTable table) throws FeatureException {
        List<String> header = table.header();
        width = header.size();
        if (header.get(0).equals("face") && table.column("timestamp") < 0) {
            throw table.refuse("was written by FaceLandmarkImg, which reads single pictures without times; expected a"
                    + " table of FeatureExtraction, which tracks a face through a video");
        }
        if (table.column("FaceScore") >= 0 || table.column("browDownLeft") >= 0) {
            throw table.refuse("is of " + (table.column("FaceScore") >= 0 ? "py-feat" : "MediaPipe")
                    + ", whose values have other scales than OpenFace's, so no profile reads them; run OpenFace 2.0 to"
                    + " 2.2, or train on a data set with these columns as 'vision'");
        }
        success = table.column("success");
        time = table.column("timestamp");
        faceColumn = table.column("face_id");
        if (success < 0 || table.column("frame") < 0) {
            throw table.refuse("is not a table of OpenFace's FeatureExtraction: it has no column "
                    + (success < 0 ? "'success'" : "'frame'") + "; its columns are " + table.shownHeader());
        }
        checkActionUnits(table);
        List<String> wanted = options.profile().columns();
        columns = new int[wanted.size()];
        Set<String> missing = new LinkedHashSet<>();
        String first = null;
        int count = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = table.column(wanted.get(i));
            if (columns[i] < 0) {
                first = first == null ? wanted.get(i) : first;
                count++;
                missing.add(OpenFaceColumns.group(wanted.get(i)));
            }
        }
        if (first != null) {
            throw table.refuse("has " + (columns.length - count) + " of the " + columns.length + " columns of profile "
                    + options.profile().profileName() + "; of the " + String.join(", ", missing)
                    + " columns '" + first + "' is the first that is missing; run FeatureExtraction without -aus,"
                    + " -2Dfp and the like, or choose a profile that needs less, such as aus");
        }
    }

    private void checkActionUnits(CsvTable table) throws FeatureException {
        Set<String> units = OpenFaceColumns.actionUnitsOf(table.header());
        if (!units.isEmpty() && !units.equals(Set.copyOf(OpenFaceColumns.ACTION_UNITS))) {
            Set<String> missing = new LinkedHashSet<>(OpenFaceColumns.ACTION_UNITS);
            missing.removeAll(units);
            Set<String> others = new LinkedHashSet<>(units);
            OpenFaceColumns.ACTION_UNITS.forEach(others::remove);
            throw table.refuse("has " + units.size() + " columns of action units where OpenFace 2 writes 35: "
                    + Stream.of(names(missing, "missing"), names(others, "unknown")).filter(each -> !each.isEmpty())
                            .collect(Collectors.joining(", "))
                    + "; OpenFace 3 uses the same names for other action units, so they are not read; run OpenFace 2.0"
                    + " to 2.2");
        }
    }

    /** For example {@code AU45_c and 3 more missing}; empty without columns. */
    private static String names(Set<String> columns, String what) {
        return columns.isEmpty()
                ? ""
                : columns.stream().limit(MOST_NAMED).map(name -> "'" + name + "'").collect(Collectors.joining(", "))
                        + (columns.size() > MOST_NAMED ? " and " + (columns.size() - MOST_NAMED) + " more " : " ")
                        + (columns.size() == 1 ? "is " : "are ") + what;
    }

    private void rows(CsvTable table) throws IOException {
        int scale = table.column("p_scale");
        int confidence = table.column("confidence");
        while (table.next()) {
            if (!isWhole(table)) {
                warnings.add("line " + table.line() + ", the last, is cut off and left out");
                break;
            }
            Face seen = faces.computeIfAbsent(faceOf(table), id -> new Face());
            if (faces.size() > MOST_FACES) {
                throw table.refuse("has more than " + MOST_FACES + " faces; expected ids in column 'face_id'");
            }
            seen.rows++;
            seen.failed += isFailed(table) ? 1 : 0;
            double weight = (confidence < 0 ? 1 : table.number(confidence)) * (scale < 0 ? 1 : table.number(scale));
            seen.weight += Double.isFinite(weight) ? weight : 0;
            if (time >= 0) {
                double now = table.number(time);
                if (seen.rows == 1) {
                    seen.firstTime = now;
                }
                seen.increasing &= now > seen.lastTime;
                seen.lastTime = now;
            }
        }
        if (faces.isEmpty()) {
            throw table.refuse("has a header but no rows; expected one for each frame");
        }
    }

    private void choose(CsvTable table) throws FeatureException {
        chosen = options.face();
        if (chosen >= 0 && !faces.containsKey(chosen)) {
            throw table.refuse("has no face " + chosen + "; its faces are " + faces.keySet());
        }
        if (chosen < 0) {
            double most = Double.NEGATIVE_INFINITY;
            for (Map.Entry<Integer, Face> each : faces.entrySet()) {
                if (each.getValue().weight > most) {
                    most = each.getValue().weight;
                    chosen = each.getKey();
                }
            }
            if (faces.size() > 1) {
                warnings.add("has " + faces.size() + " faces " + faces.keySet() + "; face " + chosen
                        + " is read, the largest and most confident over all frames; another can be named by its"
                        + " number");
            }
        }
        face = Objects.requireNonNull(faces.get(chosen), "one of these");
        if (face.failed == face.rows) {
            if (!options.allowNoFace()) {
                throw table.refuse("none of its " + face.rows
                        + " frames has a face (success is 0); check the video, or allow tables without a face");
            }
            if (options.failed() == FailedRows.DROP) {
                throw table.refuse(
                        "none of its " + face.rows
                                + " frames has a face, so dropping failed rows leaves none; replace failed rows by"
                                + " zeros instead");
            }
        }
        if (face.failed > 0) {
            warnings.add("has no face in " + face.failed + " of " + face.rows + " frames ("
                    + Math.round(1000.0 * face.failed / face.rows) / 10.0 + " %)"
                    + (options.failed() == FailedRows.KEEP
                            ? "; their pose and landmarks are copies from earlier frames; failed rows can be dropped,"
                                    + " held or zeroed"
                            : ""));
        }
        if (time < 0 || !face.increasing) {
            warnings.add("has no increasing timestamps; 30 frames a second are assumed");
        }
    }

    /** Whether a row has all fields. A truncated last row lacks some. */
    boolean isWhole(CsvTable table) throws FeatureException {
        if (table.fields() == width || table.fields() == width + 1 && table.field(width).isEmpty()) {
            if (table.isLast() && table.field(width - 1).isEmpty()) {
                return false;
            }
            return true;
        }
        if (table.isLast() && table.fields() < width) {
            return false;
        }
        throw table.refuse("has " + table.fields() + " fields, where the header has " + width
                + (table.hasDecimalCommas() ? "" : "; decimal commas need another separator, such as semicolons"));
    }

    int faceOf(CsvTable table) throws FeatureException {
        if (faceColumn < 0) {
            return 0;
        }
        double id = table.number(faceColumn);
        if (id != Math.rint(id) || id < 0 || id > Integer.MAX_VALUE) {
            throw table.refuse("column 'face_id' is '" + table.field(faceColumn) + "'; expected a whole number from 0");
        }
        return (int) id;
    }

    boolean isFailed(CsvTable table) throws FeatureException {
        return table.number(success) == 0;
    }

    int chosen() {
        return chosen;
    }

    int[] columns() {
        return columns;
    }

    /** The seconds from one frame to the next. */
    double step() {
        if (!hasTimes() || face.rows < 2) {
            return DEFAULT_STEP;
        }
        double step = (face.lastTime - face.firstTime) / (face.rows - 1);
        // Timestamps have three decimals. If a common rate fits within their rounding, it is the rate.
        double rate = Math.rint(1 / step);
        for (double usual : new double[] {rate, Math.rint(1.001 / step) * 1000 / 1001}) {
            if (Math.abs(step - 1 / usual) <= TIME_ROUNDING / (face.rows - 1)) {
                return 1 / usual;
            }
        }
        return step;
    }

    boolean hasTimes() {
        return time >= 0 && face.increasing;
    }

    double time(CsvTable table) throws FeatureException {
        return table.number(time);
    }

    long rows() {
        return face.rows;
    }

    long failed() {
        return face.failed;
    }

    List<String> warnings() {
        return warnings;
    }
}
