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
import org.almt.metrics.Metrics;
import org.almt.metrics.ScoreFile;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;

/**
 * What a finished run came to, read from its folder.
 *
 * @param ids the test samples
 * @param labels of the test samples
 * @param predictions of the test samples
 * @param test the metrics of these
 * @param parameters how many numbers the model holds
 * @param bestEpoch the one whose weights were tested
 * @param seconds all epochs took, as {@code metrics.csv} tells; NaN where a cell is none
 * @param bestTestEpochs the best test figure of any epoch, by metric: chosen on the test split; empty if not asked for
 */
public record RunResult(
        List<String> ids, float[] labels, float[] predictions, Metrics test, long parameters, long bestEpoch,
        double seconds, Map<String, Double> bestTestEpochs) {
    /**
     * Reads it.
     *
     * @throws IOException when the run is not finished, of another version or damaged: its summary and its predictions
     *     must tell the same
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
                || !(summary.get("bestEpoch") instanceof Long bestEpoch)
                || !(summary.get("test") instanceof Map<?, ?> recorded) || !same(recorded, test)) {
            throw new RemediableException("the run of " + directory + " is damaged: its summary.json is not what its"
                    + " predictions.csv comes to; delete the folder, and resume", Remedy.RESUME);
        }
        return new RunResult(
                scored.ids(), scored.labels(), scored.predictions(), test, parameters, bestEpoch,
                seconds(folder.metrics()), bestTestEpochs(summary));
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

    /** The sum of the last column, {@code epoch_seconds}: also right for a run that was interrupted. */
    private static double seconds(Path metrics) throws IOException {
        double seconds = 0;
        try {
            for (String line : TableLines.of(metrics).stream().skip(1).toList()) {
                seconds += Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
            }
        } catch (NumberFormatException e) {
            throw SampleTable.damaged(FileFolder.of(metrics), "its metrics.csv has a row that is none", e);
        }
        return seconds;
    }
}
