package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.almt.core.Tensor;
import org.almt.data.DataSet;
import org.almt.data.ForwardingDataSet;
import org.almt.data.ForwardingSplit;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.language.LanguageDataSet;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.io.Json;
import org.almt.io.Sha256;
import org.almt.language.LanguageMode;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageConfig;
import org.almt.saved.LanguageUse;
import org.almt.saved.Network;
import org.almt.train.TrainingConfig;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training that reaches down into BERT. */
class FineTuningTest {
    private static final TrainingConfig TRAINING = TinyRun.TRAINING.with("epochs", 2);
    private static final String BERT = "bertmodel.model.";

    @TempDir
    Path temporary;

    private RunConfig config(LanguageModel model, LanguageMode mode, TextPadding padding, Double lr)
            throws IOException {
        try (DataSet data = data(model, padding)) {
            ModelConfig sizes = DataFit.adopt(TinyRun.MODEL, data);
            return new RunConfig(
                    Preset.EMBEDDED, DatasetKind.MOSI, TinyRun.CONFIG.data(), sizes, TRAINING, null, false,
                    new LanguageConfig("small", model.sha256(), new LanguageUse(mode, padding, lr, 1, 0, false)), null);
        }
    }

    private static DataSet data(LanguageModel model, TextPadding padding) throws IOException {
        return LanguageDataSet.computed(TinyRun.DATA, model, padding, null, sentence -> {});
    }

    private static Network network(RunConfig config, LanguageModel model) {
        return config.newNetwork(model);
    }

    private static Optional<RunSummary> begin(Path directory, Path bert, RunConfig config, TinyRun.StopAfter stop)
            throws IOException {
        LanguageModel model = LanguageModel.open(bert);
        RunFolder folder = RunFolder.create(directory);
        folder.keepBert(model);
        try (DataSet data = data(model, config.language().use().padding())) {
            return Trainer.begin(folder, config, network(config, model), data, stop, stop.signal).run();
        }
    }

    private static Optional<RunSummary> resume(Path directory, TinyRun.StopAfter stop) throws IOException {
        RunFolder folder = RunFolder.open(directory);
        RunConfig config = folder.readConfig();
        LanguageModel model = LanguageModel.open(folder.bert());
        assertEquals(config.language().sha256(), model.sha256(), "the copy is what the run began with");
        try (DataSet data = data(model, config.language().use().padding())) {
            return Trainer.resume(folder, config, network(config, model), data, stop, stop.signal).run();
        }
    }

    private static TinyRun.StopAfter never() {
        return new TinyRun.StopAfter(Integer.MAX_VALUE);
    }

    /** The same run with a decay of rates over layers, and layers computed again. */
    private static RunConfig with(RunConfig config, TrainingConfig training, double layerDecay, int frozen,
            boolean recompute) {
        LanguageConfig language = config.language();
        return new RunConfig(
                config.preset(), config.kind(), config.data(), config.model(), training, null, false,
                new LanguageConfig(language.source(), language.sha256(), new LanguageUse(language.use().mode(),
                        language.use().padding(), language.use().lr(), layerDecay, frozen, recompute)),
                null);
    }

    @ParameterizedTest
    @EnumSource
    void stoppedAndResumedItHasTheSameBits(TextPadding padding) throws IOException {
        Path bert = new SmallBert().folder(temporary);
        resumes(bert, config(LanguageModel.open(bert), LanguageMode.FINETUNE, padding, 1e-4));
    }

    /** A text encoder beside them, or, of CENET, around them. */
    @ParameterizedTest
    @ValueSource(strings = {"misa", "self-mm", "mmim", "cenet", "chfn"})
    void otherModelsToo(String label) throws IOException {
        Path bert = new SmallBert().folder(temporary);
        RunConfig almt = config(LanguageModel.open(bert), LanguageMode.FINETUNE, TextPadding.MASKED, 1e-4);
        Architecture architecture = Architecture.of(label);
        ModelConfig model;
        try (DataSet data = data(LanguageModel.open(bert), TextPadding.MASKED)) {
            model = DataFit.adopt(architecture.sizes(Preset.EMBEDDED), data);
        }
        TrainingConfig training = TrainingConfig.usual(architecture, Preset.EMBEDDED).with("epochs", 2)
                .with("batchSize", 12);
        resumes(bert, new RunConfig(
                almt.preset(), almt.kind(), almt.data(), model, training, null, false, almt.language(), null));
    }

    @Test
    void stoppedAndResumedWithEveryOptionItHasTheSameBits() throws IOException {
        Path bert = new SmallBert().folder(temporary);
        RunConfig config = config(LanguageModel.open(bert), LanguageMode.FINETUNE, TextPadding.MASKED, 1e-3);
        TrainingConfig training = TRAINING.with("microBatch", 5)
                .with("schedule", "warmup-cosine-by-step");
        resumes(bert, with(config, training, 0.5, 2, true));
    }

    private void resumes(Path bert, RunConfig config) throws IOException {
        Path whole = temporary.resolve("whole");
        assertTrue(begin(whole, bert, config, never()).isPresent());
        Path pieces = temporary.resolve("pieces");
        Optional<RunSummary> summary = begin(pieces, bert, config, new TinyRun.StopAfter(2));
        assertTrue(summary.isEmpty());
        while (summary.isEmpty()) {
            summary = resume(pieces, new TinyRun.StopAfter(2));
        }
        for (String file : new String[] {"best.safetensors", "last.safetensors", "predictions.csv", "config.json"}) {
            assertEquals(Sha256.of(whole.resolve(file)), Sha256.of(pieces.resolve(file)), file);
        }
    }

    /** Without dropout and at rate 0 BERT gives the same states every time: the run is that on its features. */
    @ParameterizedTest
    @EnumSource
    void atRateZeroItIsTheFrozenRun(TextPadding padding) throws IOException {
        Path bert = new SmallBert().folder(temporary);
        Files.writeString(bert.resolve("config.json"),
                SmallBert.CONFIG.replace("{\"model", "{\"hidden_dropout_prob\": 0.0, \"model"));
        LanguageModel model = LanguageModel.open(bert);
        Path frozen = temporary.resolve("frozen");
        begin(frozen, bert, config(model, LanguageMode.FROZEN, padding, null), never());
        Path tuned = temporary.resolve("tuned");
        begin(tuned, bert, config(model, LanguageMode.FINETUNE, padding, 0.0), never());

        assertEquals(Files.readString(frozen.resolve("predictions.csv")),
                Files.readString(tuned.resolve("predictions.csv")));
        Map<String, Tensor> all = SafeTensors.read(tuned.resolve("last.safetensors"));
        SafeTensors.read(frozen.resolve("last.safetensors")).forEach((name, tensor) -> assertArrayEquals(
                tensor.toArray(), all.get(name).toArray(), name));
        model.bert().parameters().forEach((name, tensor) -> assertArrayEquals(
                tensor.toArray(), all.get(BERT + name).toArray(), name));
    }

    /** With several batches of several sizes, dropout, and BERT at a rate at which it changes. */
    @ParameterizedTest
    @EnumSource
    void computingLayersAgainChangesNoBit(TextPadding padding) throws IOException {
        Path bert = new SmallBert().folder(temporary);
        RunConfig config = config(LanguageModel.open(bert), LanguageMode.FINETUNE, padding, 1e-3);
        Path held = temporary.resolve("held");
        begin(held, bert, config, never());
        Path again = temporary.resolve("again");
        begin(again, bert, with(config, TRAINING, 1, 0, true), never());
        for (String file : new String[] {"best.safetensors", "last.safetensors", "predictions.csv"}) {
            assertEquals(Sha256.of(held.resolve(file)), Sha256.of(again.resolve(file)), file);
        }
    }

    /** The first step of Adam moves a number by the rate, unless its gradient is next to nothing. */
    @Test
    void lowerLayersLearnLess() throws IOException {
        Path bert = new SmallBert().folder(temporary);
        LanguageModel model = LanguageModel.open(bert);
        RunConfig config = with(
                config(model, LanguageMode.FINETUNE, TextPadding.MASKED, 1e-3),
                TRAINING.with("weightDecay", 0).with("schedule", "constant"), 0.25, 0, false);
        Path run = temporary.resolve("run");
        begin(run, bert, config, new TinyRun.StopAfter(1));
        Map<String, Tensor> learned = SafeTensors.read(run.resolve("last.safetensors"));
        Map<String, Double> rates = Map.of("embeddings.token_type_embeddings.weight", 1e-3 / 16,
                "encoder.layer.0.output.dense.weight", 1e-3 / 4, "encoder.layer.1.output.dense.weight", 1e-3);
        rates.forEach((name, rate) -> assertEquals(
                rate, largestChange(model.bert().parameter(name), learned.get(BERT + name)), 1e-2 * rate, name));
    }

    private static double largestChange(Tensor before, Tensor after) {
        double largest = 0;
        for (int i = 0; i < before.shape().count(); i++) {
            largest = Math.max(largest, Math.abs(before.toArray()[i] - (double) after.toArray()[i]));
        }
        return largest;
    }

    /**
     * Features would need an encoding of all sentences. The summary names the baseline that is left out without them.
     */
    @Test
    void noTextFeaturesAreAskedFor() throws IOException {
        Path bert = new SmallBert().folder(temporary);
        LanguageModel model = LanguageModel.open(bert);
        RunConfig config = config(model, LanguageMode.FINETUNE, TextPadding.MASKED, null);
        RunFolder folder = RunFolder.create(temporary.resolve("run"));
        try (DataSet data =
                new WithoutTextFeatures(LanguageDataSet.onDemand(TinyRun.DATA, model, TextPadding.MASKED))) {
            TinyRun.StopAfter never = never();
            RunSummary summary =
                    Trainer.begin(folder, config, network(config, model), data, never, never.signal).run()
                            .orElseThrow();
            assertEquals(List.of("constant (train mean)"), List.copyOf(summary.baselines().keySet()));
        }
        String text = Files.readString(folder.summaryText());
        assertTrue(text.contains("Not compared with language only (ridge on mean text), which needs another encoding"),
                text);
        assertTrue(Json.read(folder.summaryJson()).get("baselinesLeftOut") instanceof Map<?, ?> map
                && map.keySet().equals(Set.of("language only (ridge on mean text)")));
    }

    /** A data set that fails where its text features are read. */
    private static final class WithoutTextFeatures extends ForwardingDataSet {
        WithoutTextFeatures(DataSet data) {
            super(data);
        }

        @Override
        public Split split(SplitName name) {
            return new ForwardingSplit(super.split(name)) {
                @Override
                public void text(int sample, float[] target, int at) {
                    throw new AssertionError("text features were asked for");
                }

                @Override
                public void frames(Modality modality, int sample, int fromFrame, int frames, float[] target, int at) {
                    assertNotEquals(Modality.TEXT, modality, "text features were asked for");
                    super.frames(modality, sample, fromFrame, frames, target, at);
                }
            };
        }
    }

    @Test
    void everyLayerLearnsAndThePoolerIsLeftOut() throws IOException {
        Path bert = new SmallBert().folder(temporary);
        LanguageModel model = LanguageModel.open(bert);
        Path run = temporary.resolve("run");
        begin(run, bert, config(model, LanguageMode.FINETUNE, TextPadding.FAITHFUL, null), never());
        Map<String, Tensor> learned = SafeTensors.read(run.resolve("last.safetensors"));
        assertFalse(learned.keySet().stream().anyMatch(name -> name.contains("pooler")));
        model.bert().parameters().forEach((name, tensor) -> assertFalse(
                Arrays.equals(tensor.toArray(), learned.get(BERT + name).toArray()), name + " did not change"));
    }

    @Test
    void frozenPartsKeepTheirWeights() throws IOException {
        Path bert = new SmallBert().folder(temporary);
        LanguageModel model = LanguageModel.open(bert);
        RunConfig config = config(model, LanguageMode.FINETUNE, TextPadding.MASKED, 1e-3);
        Path run = temporary.resolve("run");
        begin(run, bert, with(config, TRAINING, 0.5, 2, false), never());
        Map<String, Tensor> learned = SafeTensors.read(run.resolve("last.safetensors"));
        model.bert().parameters().forEach((name, tensor) -> assertEquals(
                name.startsWith("embeddings.") || name.startsWith("encoder.layer.0."),
                Arrays.equals(tensor.toArray(), learned.get(BERT + name).toArray()), name));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> model.bert().freezeLowest(9)).getMessage()
                .contains("parts to freeze; from 0 to"));
    }
}
