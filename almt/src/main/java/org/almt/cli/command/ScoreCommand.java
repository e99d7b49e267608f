package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.UsageError;
import org.almt.input.DatasetKind;
import org.almt.io.Json;
import org.almt.metrics.Metrics;
import org.almt.metrics.ScoreFile;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.stats.Interval;
import org.almt.study.ScoredRuns;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almt score}: the metrics of predictions made by any program. */
@Command(
        name = "score",
        description = {
                "Score a CSV file with the columns id, label and prediction, as MMSA does.",
                "Several files are taken as runs of one recipe. The output is then the mean of each figure over the"
                        + " runs, with its 95 %% interval over samples and runs (bootstrap)."
        },
        footer = {
                "  almt score runs/mosi-seed1/predictions.csv --dataset mosi",
                "  almt score theirs.csv --dataset sims --json theirs.json",
                "  almt score seed1.csv seed2.csv --dataset mosi --against old1.csv --against old2.csv"
        })
public final class ScoreCommand extends AlmtCommand {
    @Parameters(paramLabel = "FILE.csv", arity = "1..*", description = "The predictions, one file per run.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--against",
            paramLabel = "FILE.csv",
            description = "Predictions of another recipe for the same samples, in as many files. The output is then"
                    + " the difference of each figure, paired by sample and run, with its interval.")
    private List<Path> against = new ArrayList<>();

    @Option(names = "--intervals", description = "Print 95 %% intervals also for a single file.")
    private boolean intervals;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "NAME",
            description = "The data set whose metrics are computed: mosi, mosei or sims.")
    private DatasetKind dataset;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the metrics as JSON, rounded as MMSA"
            + " does.")
    private @Nullable Path json;

    public ScoreCommand() {}

    @Override
    void execute() throws Exception {
        OutputFiles outputs = new OutputFiles().writes("--json", json);
        files.forEach(file -> outputs.reads("FILE.csv", file));
        against.forEach(file -> outputs.reads("--against", file));
        outputs.check();
        if (intervals || files.size() > 1 || !against.isEmpty()) {
            if (json != null) {
                throw new UsageError("--json writes the metrics of one file; leave it out beside several files,"
                        + " --against and --intervals");
            }
            scoreRuns();
        } else {
            scoreFile(files.getFirst());
        }
    }

    private void scoreRuns() throws IOException {
        ScoredRuns runs = ScoredRuns.read(dataset, files);
        out().println(files.size() + (files.size() == 1 ? " run, " : " runs, ") + runs.samples() + " samples");
        print(runs.means(), "%.4f");
        if (!against.isEmpty()) {
            out().println("minus the other recipe");
            print(runs.differences(ScoredRuns.read(dataset, against)), "%+.4f");
        }
    }

    private void print(Map<String, Interval> figures, String form) {
        String line = "  %-16s" + form + "  [" + form + ", " + form + "]%n";
        figures.forEach((name, figure) -> out().printf(
                Locale.ROOT, line, name, figure.value(), figure.low(), figure.high()));
    }

    private void scoreFile(Path file) throws IOException {
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

    /** Warns of rows that the metrics count without a message, such as NaN and repeated ids. */
    private void warn(ScoreFile scores) {
        int notNumbers = 0;
        for (float prediction : scores.predictions()) {
            notNumbers += Float.isNaN(prediction) ? 1 : 0;
        }
        if (notNumbers > 0) {
            err().println("almt: predictions that are not numbers: " + notNumbers + " of " + scores.ids().size()
                    + "; they count as wrong, and MAE and Corr are NaN");
        }
        int again = scores.ids().size() - new HashSet<>(scores.ids()).size();
        if (again > 0) {
            err().println("almt: rows whose id occurs in an earlier row: " + again + "; each row counts");
        }
    }
}
