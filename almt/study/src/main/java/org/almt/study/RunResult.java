package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.io.FileFolder;
import org.almt.io.Json;
import org.almt.io.TableLines;
import org.almt.metrics.ConstantBaseline;
import org.almt.metrics.Metrics;
import org.almt.metrics.ScoreFile;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;

/**
 * The result of a finished run, read from its folder.
 *
 * @param ids the ids of the test samples
 *
 * @param labels the labels of the test samples
 *
 * @param predictions the predictions for the test samples
 *
 * @param test the metrics of these predictions
 *
 * @param parameters the number of parameters of the model
 *
 * @param epochs the number of epochs
 *
 * @param bestEpoch the epoch whose weights were tested
 *
 * @param seconds the time of all epochs from {@code metrics.csv}; NaN if a cell is not a number
 *
 * @param constant the metrics of a constant, the mean of the training labels, for the test samples
 *
 * @param bestTestEpochs the best test figure of any epoch, by metric: selected on the test split; empty if not
 *         requested
 */
public record RunResult(
        List<String> ids, float[] labels, float[] predictions, Metrics test, long parameters, long epochs,
        long bestEpoch,
        double seconds, Map<String, Double> constant, Map<String, Double> bestTestEpochs) {
    /**
     * Reads a result.
     *
     * @throws IOException if the run is not finished, of another version, or damaged: its summary must agree with its
     *         predictions
     */
    public static RunResult read(Path directory) throws IOException {
        RunFolder folder = RunFolder.open(directory);
        RunConfig config = folder.readConfig();
        if (!folder.isFinished()) {
            throw new RemediableException("the run of " + directory + " is not finished; resume it", Remedy.RESUME);
        }
        Map<String, Object> summary = Json.read(folder.summaryJson());
        if (!summary.containsKey("test")) {
            throw new IOException(
                    "the run of " + directory + " has no test figures, because its test split has no labels;"
                            + " compare runs on data whose test split has labels");
        }
        ScoreFile scored = ScoreFile.read(folder.testPredictions());
        Metrics test = Metrics.of(config.kind(), scored.predictions(), scored.labels());
        if (!(summary.get("parameters") instanceof Long parameters)
                || !(summary.get("epochs") instanceof Long epochs)
                || !(summary.get("bestEpoch") instanceof Long bestEpoch)
                || !(summary.get("test") instanceof Map<?, ?> recorded) || !same(recorded, test)) {
            throw new RemediableException("the run of " + directory + " is damaged: its summary.json does not agree"
                    + " with its predictions.csv; delete the folder, and resume", Remedy.RESUME);
        }
        return new RunResult(
                scored.ids(), scored.labels(), scored.predictions(), test, parameters, epochs, bestEpoch,
                seconds(folder.metrics()), constant(summary), bestTestEpochs(summary));
    }

    private static Map<String, Double> constant(Map<String, Object> summary) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (summary.get("baselinesOnTest") instanceof Map<?, ?> baselines
                && baselines.get(ConstantBaseline.MEAN) instanceof Map<?, ?> constant) {
            constant.forEach((name, value) -> metrics.put(name.toString(),
                    value instanceof Number number ? number.doubleValue() : Double.NaN));
        }
        return metrics;
    }

    private static Map<String, Double> bestTestEpochs(Map<String, Object> summary) {
        Map<String, Double> best = new LinkedHashMap<>();
        if (summary.get("referenceProtocol") instanceof Map<?, ?> cells) {
            cells.forEach((name, cell) -> {
                if (cell instanceof Map<?, ?> entry && entry.get("value") instanceof Number value) {
                    best.put(name.toString(), value.doubleValue());
                }
            });
        }
        return best;
    }

    private static boolean same(Map<?, ?> recorded, Metrics test) {
        List<Object> ours = new ArrayList<>();
        test.values().forEach((name, value) -> ours.add(Double.isFinite(value) ? value : null));
        return new ArrayList<>(recorded.values()).equals(ours) && recorded.keySet().equals(test.values().keySet());
    }

    /** The sum of the last column, {@code epoch_seconds}. It is also correct for a run that was interrupted. */
    private static double seconds(Path metrics) throws IOException {
        double seconds = 0;
        try {
            for (String line : TableLines.of(metrics).stream().skip(1).toList()) {
                seconds += Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
            }
        } catch (NumberFormatException e) {
            throw SampleTable.damaged(FileFolder.of(metrics), "its metrics.csv has an invalid row", e);
        }
        return seconds;
    }
}
