package org.almt.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.ModelOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.SafeCsvOption;
import org.almt.cli.option.UsageError;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.io.Json;
import org.almt.metrics.Metrics;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.run.SplitPredictions;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt evaluate}: the metrics of a trained model on a split. */
@Command(
        name = "evaluate",
        description = "Print the metrics of a trained model, or of the mean of several, on a split of a data set.",
        footer = {
                "  almt evaluate --run runs/mosi-seed1 --data mosi.pkl",
                "  almt evaluate --weights best.safetensors --preset mosi --data mosi.pkl --split valid",
                "  almt evaluate --run runs/mosi-seed1 --data mosi.pkl --predictions test.csv --json test.json",
                "  almt evaluate --run runs/mosi-seed1 --run runs/mosi-seed2 --run runs/mosi-seed3"
        })
public final class EvaluateCommand extends AlmtCommand {
    @Mixin
    private ModelOptions source = new ModelOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "train, valid or test (default: test).")
    private SplitName split = SplitName.TEST;

    @Option(names = "--predictions", paramLabel = "FILE.csv", description = "Write id,label,prediction rows.")
    private @Nullable Path predictions;

    @Mixin
    private SafeCsvOption safeCsv = new SafeCsvOption();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the metrics as JSON.")
    private @Nullable Path json;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    public EvaluateCommand() {}

    @Override
    void execute() throws Exception {
        source.check();
        if (safeCsv.isGiven() && predictions == null) {
            throw new UsageError("--safe-csv goes with --predictions FILE.csv");
        }
        engine.apply();
        List<SavedModel> models = source.load();
        OutputFiles outputs = new OutputFiles()
                .reads("--weights", source.weights())
                .writes("--predictions", predictions)
                .writes("--json", json);
        for (SavedModel saved : models) {
            outputs.reads("--data", data.forModels().fileFor(saved).orElse(null));
        }
        source.runs().forEach(outputs::belongsToRun);
        outputs.check();
        try (DataSet samples = data.forModels().openAll(models.getFirst(), split)) {
            Split chosen = samples.split(split);
            data.warnOfEmptySentences(chosen, models.getFirst());
            SplitPredictions result = SplitPredictions.of(models.getFirst(), samples, chosen);
            if (models.size() > 1) {
                result = SplitPredictions.mean(all(result, models));
            }
            SplitPredictions.Scored scored = result.scored();
            Metrics metrics = scored.labels().length == 0
                    ? null
                    : Metrics.of(models.getFirst().kind(), scored.predictions(), scored.labels());
            if (metrics != null && scored.labels().length < chosen.size()) {
                data.announce("the metrics are those of the " + scored.labels().length + " of " + chosen.size()
                        + " samples that have a label");
            }
            if (metrics == null) {
                data.announce("the " + split.key() + " split has no labels: there are predictions, but no metrics"
                        + (predictions == null ? "; write them with --predictions FILE" : ""));
                if (json != null) {
                    throw new IOException("--json " + json + ": there are no metrics to write; leave it out, or take a"
                            + " split with labels");
                }
            }
            if (predictions != null) {
                result.write(predictions, safeCsv.ids());
            }
            if (json != null && metrics != null) {
                byte[] text = Json.write(summary(models, samples, chosen, metrics));
                AtomicFiles.write(json, file -> file.write(text));
            }
            print(out(), samples, chosen, metrics);
        }
    }

    /** The predictions of all models, one model after another, each with its own text features. */
    private List<SplitPredictions> all(SplitPredictions first, List<SavedModel> models) throws IOException {
        List<SplitPredictions> all = new ArrayList<>(List.of(first));
        for (SavedModel saved : models.subList(1, models.size())) {
            try (DataSet samples = data.forModels().openAll(saved, split)) {
                SplitPredictions next = SplitPredictions.of(saved, samples, samples.split(split));
                if (!next.isOfSamplesOf(first)) {
                    throw new IOException(saved.origin() + " was trained on other samples than "
                            + models.getFirst().origin() + "; name the data with --data");
                }
                all.add(next);
            }
        }
        return all;
    }

    private static Map<String, Object> summary(
            List<SavedModel> models, DataSet data, Split split, Metrics metrics) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<String> weights = models.stream().map(saved -> saved.origin().toString()).toList();
        map.put("weights", weights.size() == 1 ? weights.getFirst() : weights);
        map.put("data", data.description());
        map.put("dataSha256", data.sha256());
        map.put("split", split.name().key());
        map.put("samples", split.size());
        map.put("metrics", metrics.values());
        return map;
    }

    private static void print(PrintWriter out, DataSet data, Split split, @Nullable Metrics metrics) {
        out.println(data.description() + ", " + split.name().key() + " split, "
                + split.size() + " samples");
        if (metrics == null) {
            return;
        }
        metrics.values().forEach((name, value) -> out.printf(Locale.ROOT, "  %-16s%.4f%n", name, value));
    }
}
