package org.almt.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.json.Json;
import org.almt.metrics.Metrics;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.train.SavedModel;
import org.almt.train.SplitPredictions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt evaluate}: the metrics of a trained model on a split. */
@Command(
        name = "evaluate",
        description = "Score a trained model on a split of a data set.",
        footer = {
                "  almt evaluate --run runs/mosi-seed1 --data mosi.pkl",
                "  almt evaluate --weights best.safetensors --preset mosi --data mosi.pkl --split valid",
                "  almt evaluate --run runs/mosi-seed1 --data mosi.pkl --predictions test.csv --json test.json"
        })
final class EvaluateCommand extends AlmtCommand {
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
    private Path predictions;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the metrics as JSON too.")
    private Path json;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    EvaluateCommand() {}

    @Override
    void execute() throws Exception {
        source.check();
        engine.apply();
        SavedModel saved = source.load();
        new OutputFiles()
                .reads("--data", data.fileFor(saved))
                .reads("--weights", source.weights())
                .belongsToRun(source.run())
                .writes("--predictions", predictions)
                .writes("--json", json)
                .check();
        try (DataSet samples = data.openAllFor(saved, split)) {
            Split chosen = samples.split(split);
            SplitPredictions result = SplitPredictions.of(saved, samples, chosen);
            Metrics metrics = Metrics.of(saved.kind(), result.predictions(), result.labels());
            if (predictions != null) {
                result.write(predictions);
            }
            if (json != null) {
                byte[] text = Json.write(summary(saved, samples, chosen, metrics));
                AtomicFiles.write(json, file -> file.write(text));
            }
            print(out(), samples, chosen, metrics);
        }
    }

    private static Map<String, Object> summary(SavedModel saved, DataSet data, Split split, Metrics metrics) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("weights", saved.origin().toString());
        map.put("data", data.description());
        map.put("dataSha256", data.sha256());
        map.put("split", split.name().key());
        map.put("samples", split.size());
        map.put("metrics", metrics.values());
        return map;
    }

    private static void print(PrintWriter out, DataSet data, Split split, Metrics metrics) {
        out.println(data.description() + ", " + split.name().key() + " split, "
                + split.size() + " samples");
        metrics.values().forEach((name, value) -> out.printf(Locale.ROOT, "  %-16s%.4f%n", name, value));
    }
}
