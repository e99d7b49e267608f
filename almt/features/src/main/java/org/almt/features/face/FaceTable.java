package org.almt.features.face;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.features.io.CsvTable;
import org.almt.features.io.Printable;

/**
 * A table that OpenFace 2.0 to 2.2 writes for a video, read by column names. Groups of frames are averaged in double.
 * An incomplete last group is averaged over its frames. The table is read twice, and rows are passed on one by one, so
 * memory does not grow with its length.
 */
public final class FaceTable {
    /** The most numbers that {@link #read} keeps in memory: 400 MB. */
    public static final long MOST_VALUES = 50_000_000;

    private final Path file;
    private final FaceOptions options;
    private final FaceSurvey survey;

    /** Receives the rows of a table. */
    @FunctionalInterface
    public interface RowSink {
        /**
         * @param values one value per column; the array belongs to the caller
         * @param from the begin of the row, in seconds
         * @param to its end, in seconds
         */
        void row(double[] values, double from, double to) throws IOException;
    }

    private FaceTable(Path file, FaceOptions options, FaceSurvey survey) {
        this.file = file;
        this.options = options;
        this.survey = survey;
    }

    /**
     * Opens a table, and checks its columns, faces and failed frames.
     *
     * @throws FeatureException if the table cannot be used; the message names the file, the line and a remedy
     */
    public static FaceTable open(Path file, FaceOptions options) throws IOException {
        return new FaceTable(file, options, FaceSurvey.of(file, options));
    }

    /** Reads all rows of a table. */
    public static FeatureTable read(Path file, FaceOptions options) throws IOException {
        return open(file, options).read();
    }

    /** The number of frames of the chosen face, including those without a face. */
    public long frames() {
        return survey.rows();
    }

    /** The number of frames in which OpenFace found no face. */
    public long failedFrames() {
        return survey.failed();
    }

    /** The number of rows that {@link #stream} passes on. */
    public long rows() {
        long frames = survey.rows() - (options.failed() == FailedRows.DROP ? survey.failed() : 0);
        return (frames + options.frames() - 1) / options.frames();
    }

    /** The seconds from one row to the next. */
    public double step() {
        return survey.step() * options.frames();
    }

    /** The warnings, one sentence each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        survey.warnings().forEach(warning -> warnings.add(Printable.path(file) + ": " + warning));
        return warnings;
    }

    /** Reads all rows into memory. */
    public FeatureTable read() throws IOException {
        int width = options.profile().columns().size();
        if (rows() * width > MOST_VALUES) {
            throw new FeatureException(Printable.path(file) + ": has " + rows() + " rows of " + width
                    + " columns, more than "
                    + MOST_VALUES + " numbers; cut the video into utterances, or use a profile with fewer columns");
        }
        double[] values = new double[(int) rows() * width];
        double[] times = new double[2 * (int) rows()];
        int[] row = {0};
        stream((each, from, to) -> {
            System.arraycopy(each, 0, values, row[0] * width, width);
            times[2 * row[0]] = from;
            times[2 * row[0] + 1] = to;
            row[0]++;
        });
        return new FeatureTable(options.profile().columns(), values, times, step(), warnings());
    }

    /** Passes all rows on, one by one. */
    public void stream(RowSink sink) throws IOException {
        Pooling pooling = new Pooling(sink);
        try (CsvTable table = CsvTable.open(file)) {
            while (table.next() && survey.isWhole(table)) {
                if (survey.faceOf(table) == survey.chosen()) {
                    pooling.frame(table);
                }
            }
        }
        pooling.finish();
    }

    /** Averages groups of frames. */
    private final class Pooling {
        private final RowSink sink;
        private final double[] frame = new double[survey.columns().length];
        private final double[] sum = new double[frame.length];
        private int count;
        private double from;
        private double to;
        private long number;
        private boolean held;
        /**
         * The number of frames without a face before the first frame with a face, and the time of the first of them.
         */
        private long waiting;
        private double waitingSince;

        Pooling(RowSink sink) {
            this.sink = sink;
        }

        void frame(CsvTable table) throws IOException {
            double time = survey.hasTimes() ? survey.time(table) : number * survey.step();
            number++;
            boolean failed = survey.isFailed(table);
            if (!failed || options.failed() == FailedRows.KEEP) {
                read(table, failed);
                addWaiting();
                held = true;
                add(time);
            } else if (options.failed() == FailedRows.ZERO) {
                Arrays.fill(frame, 0);
                add(time);
            } else if (options.failed() == FailedRows.HOLD) {
                if (held) {
                    add(time);
                } else {
                    waitingSince = waiting++ == 0 ? time : waitingSince;
                }
            }
        }

        private void read(CsvTable table, boolean failed) throws FeatureException {
            int[] columns = survey.columns();
            for (int i = 0; i < columns.length; i++) {
                frame[i] = table.number(columns[i]);
                if (!Double.isFinite(frame[i])) {
                    throw table.refuse("column '" + table.header().get(columns[i]) + "' is '" + table.field(columns[i])
                            + "'; expected a finite number"
                            + (failed
                                    ? "; the frame has no face, so drop, hold or zero failed rows to leave it out"
                                    : ""));
                }
            }
        }

        private void addWaiting() throws IOException {
            for (long i = 0; i < waiting; i++) {
                add(waitingSince + i * survey.step());
            }
            waiting = 0;
        }

        private void add(double time) throws IOException {
            if (count == 0) {
                from = time;
            }
            to = time + survey.step();
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (count == 0 ? 0 : sum[i]) + frame[i];
            }
            count++;
            if (count == options.frames()) {
                give();
            }
        }

        private void give() throws IOException {
            for (int i = 0; i < sum.length; i++) {
                sum[i] /= count;
            }
            count = 0;
            sink.row(sum, from, to);
        }

        void finish() throws IOException {
            if (!held) {
                // No frame has a face: all rows are zeros.
                Arrays.fill(frame, 0);
                addWaiting();
            }
            if (count > 0) {
                give();
            }
        }
    }
}
