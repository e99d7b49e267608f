package org.almt.distill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.io.Json;
import org.almt.metrics.Metrics;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.run.RunFolder;
import org.almt.saved.SavedModel;
import org.almt.stats.CrossedBootstrap;
import org.almt.stats.Interval;

/**
 * A comparison of a student with its teacher: size, latency, quality.
 *
 * @param teacher the large model
 *
 * @param student the small model
 *
 * @param weight the weight of the teacher's outputs
 *
 * @param mae the difference of test MAE, student - teacher, paired by sample
 */
public record Comparison(Contender teacher, Contender student, double weight, Interval mae) {
    private static final Latency LATENCY = new Latency(8, 50);
    private static final long RESAMPLING_SEED = 1;

    /**
     * Measures both on their test data.
     *
     * @param data the data with the test split
     */
    public static Comparison of(RunFolder teacher, RunFolder student, double weight, DataSet data) throws IOException {
        SavedModel large = SavedModel.ofRun(teacher.directory());
        SavedModel small = SavedModel.ofRun(student.directory());
        double[] milliseconds = LATENCY.of(List.of(large, small), data);
        Contender ofTeacher = Contender.of(teacher.directory(), large, data, milliseconds[0]);
        Contender ofStudent = Contender.of(student.directory(), small, data, milliseconds[1]);
        return new Comparison(ofTeacher, ofStudent, weight, difference(ofTeacher, ofStudent));
    }

    private static Interval difference(Contender teacher, Contender student) {
        int samples = teacher.labels().length;
        CrossedBootstrap bootstrap = new CrossedBootstrap(samples, 1, RESAMPLING_SEED);
        int[] all = new int[samples];
        Arrays.setAll(all, i -> i);
        return bootstrap.difference(
                new double[] {mae(student, all)},
                new double[][] {bootstrap.replicates(some -> new double[] {mae(student, some)})[0]},
                new double[] {mae(teacher, all)},
                new double[][] {bootstrap.replicates(some -> new double[] {mae(teacher, some)})[0]});
    }

    private static double mae(Contender contender, int[] samples) {
        float[] p = new float[samples.length];
        float[] y = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            p[i] = contender.predictions()[samples[i]];
            y[i] = contender.labels()[samples[i]];
        }
        return Metrics.of(contender.test().kind(), p, y).mae();
    }

    /** Writes the table into the student's folder. */
    public void write(RunFolder student) throws IOException {
        AtomicFiles.writeString(student.distillationTable(), String.join("\n", lines()) + "\n");
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("weight", weight);
        map.put("teacher", teacher.toMap());
        map.put("student", this.student.toMap());
        Map<String, Object> difference = new LinkedHashMap<>();
        difference.put("mean", mae.value());
        difference.put("low", mae.low());
        difference.put("high", mae.high());
        map.put("differenceOfMae", difference);
        byte[] json = Json.write(map);
        AtomicFiles.write(student.distillationJson(), out -> out.write(json));
    }

    /** The table in Markdown, also readable in a terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "teacher", "student", "student / teacher"));
        lines.add("|----------------|------------:|------------:|------------------:|");
        lines.add(row("parameters", count(teacher.parameters()), count(student.parameters()),
                ratio(student.parameters(), teacher.parameters())));
        lines.add(
                row("bytes", count(teacher.bytes()), count(student.bytes()), ratio(student.bytes(), teacher.bytes())));
        lines.add(row("ms a sample", number(teacher.milliseconds()), number(student.milliseconds()),
                ratio(student.milliseconds(), teacher.milliseconds())));
        teacher.test().values().forEach((name, value) -> lines.add(row(
                name, number(value), number(student.test().get(name)), ratio(student.test().get(name), value))));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Test MAE of the student is %+.1f %% from the teacher's (difference %+.4f,"
                + " 95 %% interval over test samples [%+.4f, %+.4f]).", 100 * mae.value() / teacher.test().mae(),
                mae.value(), mae.low(), mae.high()));
        return lines;
    }

    private static String row(String name, String one, String other, String ratio) {
        return String.format(Locale.ROOT, "| %-14s | %11s | %11s | %17s |", name, one, other, ratio);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String ratio(double one, double other) {
        return String.format(Locale.ROOT, "%.3f", one / other);
    }
}
