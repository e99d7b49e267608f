package org.almt.run;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.input.DatasetKind;
import org.almt.io.Json;
import org.almt.metrics.Baseline;
import org.almt.metrics.BestEpochTable;
import org.almt.metrics.ConstantBaseline;
import org.almt.metrics.LanguageOnlyBaseline;
import org.almt.metrics.Metrics;
import org.almt.metrics.PredictionsCsv;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.nn.checkpoint.Weights;
import org.almt.saved.Network;
import org.almt.saved.RunIdentity;
import org.almt.train.Evaluation;
import org.almt.train.TrainingState;

/** The end of the honest protocol: the best weights are scored on the test split, once. */
final class FinalReport {
    private FinalReport() {}

    /** Loads and scores the best weights, and writes predictions and summary. */
    static RunSummary write(
            RunFolder folder, RunConfig config, Network network, DataSet data, Evaluation evaluation,
            TrainingState state, SequencedMap<String, BestEpochTable.Entry> reference) throws IOException {
        if (state.bestEpoch() == 0) {
            throw new IOException("no epoch had a validation MAE that is a number; there are no best weights");
        }
        try (SafeTensors best = SafeTensors.open(folder.best())) {
            if (!RunIdentity.of(config.toMap(), folder.ofPrediction()).equals(best.metadata().get(RunIdentity.WORD))) {
                throw new RemediableException(folder.best() + " holds weights of another run than the files beside it;"
                        + " restore it, or begin a new run", Remedy.BEGIN_ANEW_ELSEWHERE);
            }
            Weights.load(best, network.root().state());
        }
        Metrics valid = score(folder.validPredictions(), config.kind(), data.split(SplitName.VALID), evaluation);
        Optional<Metrics> test = test(folder.testPredictions(), config.kind(), data.split(SplitName.TEST), evaluation);
        RunSummary summary = new RunSummary(
                data.description(), state.epoch(), state.bestEpoch(), network.root().parameterCount(), valid, test,
                test.isEmpty() ? new LinkedHashMap<>() : baselines(data, config), leftOut(config),
                new LinkedHashMap<>(reference));
        AtomicFiles.writeString(folder.summaryText(), String.join("\n", summary.lines()) + "\n");
        byte[] json = Json.write(summary.toMap());
        AtomicFiles.write(folder.summaryJson(), out -> out.write(json));
        return summary;
    }

    /** The test metrics; empty without labels. Predictions are written in both cases. */
    private static Optional<Metrics> test(Path file, DatasetKind kind, Split split, Evaluation evaluation)
            throws IOException {
        if (TrainingData.isScored(split)) {
            return Optional.of(score(file, kind, split, evaluation));
        }
        writePredictions(file, split, evaluation.predict(split), UnaryOperator.identity());
        return Optional.empty();
    }

    private static Metrics score(Path file, DatasetKind kind, Split split, Evaluation evaluation) throws IOException {
        float[] predictions = evaluation.predict(split);
        float[] labels = Baseline.labels(split);
        writePredictions(file, split, predictions, UnaryOperator.identity());
        return Metrics.of(kind, predictions, labels);
    }

    /** The metrics on the test split of simpler predictors, fitted on the other splits. */
    private static SequencedMap<String, Metrics> baselines(DataSet data, RunConfig config) {
        Split test = data.split(SplitName.TEST);
        List<Baseline> baselines = new ArrayList<>();
        baselines.add(ConstantBaseline.mean(data.split(SplitName.TRAIN)));
        if (!config.finetunes()) {
            baselines.add(LanguageOnlyBaseline.fit(data));
        }
        SequencedMap<String, Metrics> metrics = new LinkedHashMap<>();
        for (Baseline baseline : baselines) {
            metrics.put(
                    baseline.description(),
                    Metrics.of(config.kind(), baseline.predict(test), Baseline.labels(test)));
        }
        return metrics;
    }

    /**
     * The baselines left out. A run that trains BERT has no text features: a baseline on them would have to encode all
     * sentences.
     */
    private static SequencedMap<String, String> leftOut(RunConfig config) {
        SequencedMap<String, String> leftOut = new LinkedHashMap<>();
        if (config.finetunes()) {
            leftOut.put(LanguageOnlyBaseline.DESCRIPTION, "needs another encoding of all sentences, by BERT before"
                    + " training; a run with a frozen language model is compared with it");
        }
        return leftOut;
    }

    /** Writes {@code id,label,prediction} rows, with each id mapped by the operator. */
    static void writePredictions(Path file, Split split, float[] predictions, UnaryOperator<String> written)
            throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            ids.add(written.apply(split.id(i)));
        }
        AtomicFiles.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            PredictionsCsv.write(writer, ids, Baseline.labels(split), predictions);
            writer.flush();
        });
    }
}
