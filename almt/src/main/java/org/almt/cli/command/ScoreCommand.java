package org.almt.cli.command;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.almt.cli.option.OutputFiles;
import org.almt.input.DatasetKind;
import org.almt.io.Json;
import org.almt.metrics.Metrics;
import org.almt.metrics.ScoreFile;
import org.almt.nn.checkpoint.AtomicFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almt score}: the metrics of predictions made anywhere. */
@Command(
        name = "score",
        description = "Score a CSV file with the columns id, label and prediction, as MMSA does.",
        footer = {
                "  almt score runs/mosi-seed1/predictions.csv --dataset mosi",
                "  almt score theirs.csv --dataset sims --json theirs.json"
        })
public final class ScoreCommand extends AlmtCommand {
    @Parameters(paramLabel = "FILE.csv", description = "The predictions.")
    private Path file;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "NAME",
            description = "Whose metrics: mosi, mosei or sims.")
    private DatasetKind dataset;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the metrics as JSON too, rounded as MMSA does.")
    private @Nullable Path json;

    public ScoreCommand() {}

    @Override
    void execute() throws Exception {
        new OutputFiles().reads("FILE.csv", file).writes("--json", json).check();
        ScoreFile scores = ScoreFile.read(file);
        warn(scores);
        Metrics metrics = Metrics.of(dataset, scores.predictions(), scores.labels());
        if (json != null) {
            Map<String, Object> map = new LinkedHashMap<>(metrics.rounded());
            byte[] text = Json.write(map);
            AtomicFiles.write(json, target -> target.write(text));
        }
        out().println(file + ", " + scores.ids().size() + " samples");
        metrics.rounded().forEach((name, value) -> out().printf(Locale.ROOT, "  %-16s%.4f%n", name, value));
    }

    /** What the metrics count without a word, and a person should know. */
    private void warn(ScoreFile scores) {
        int notNumbers = 0;
        for (float prediction : scores.predictions()) {
            notNumbers += Float.isNaN(prediction) ? 1 : 0;
        }
        if (notNumbers > 0) {
            err().println("almt: predictions that are no number: " + notNumbers + " of " + scores.ids().size()
                    + "; they count as wrong, and MAE and Corr are NaN");
        }
        int again = scores.ids().size() - new HashSet<>(scores.ids()).size();
        if (again > 0) {
            err().println("almt: rows whose id stands above already: " + again + "; each row counts");
        }
    }
}
