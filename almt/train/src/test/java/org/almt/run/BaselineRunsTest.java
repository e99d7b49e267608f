package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.almt.core.Engine;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.data.corrupt.Corruption;
import org.almt.data.corrupt.CorruptionKind;
import org.almt.data.corrupt.Corruptions;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;
import org.almt.train.StopSignal;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs of other models than ALMT keep the same guarantee: the same bits, interrupted or not, with any number of
 * threads.
 */
class BaselineRunsTest {
    @TempDir
    Path temporary;

    /**
     * Small, with dropout wherever there is one, a last batch of one sample where statistics are kept, a plateau soon.
     */
    private static RunConfig config(String label) {
        Architecture architecture = Architecture.of(label);
        ModelConfig model = DataFit.adopt(architecture.sizes(Preset.EMBEDDED), TinyRun.DATA);
        TrainingConfig training =
                TrainingConfig.usual(architecture, Preset.EMBEDDED).with("epochs", 5).with("batchSize", 16);
        model = switch (label) {
            case "mult" -> model.with("width", 8).with("levels", 1).with("heads", 2).with("residualDropout", 0.1);
            case "misa" -> model.with("width", 8).with("blockHidden", 16);
            case "self-mm" -> model.with("fusionHead", 8).with("textHead", 8).with("audioHead", 4)
                    .with("visionHead", 4).with("fusionHeadDropout", 0.1);
            case "mmim" -> model.with("width", 8).with("visionHidden", 4).with("audioHidden", 4)
                    .with("zeroGradients", true);
            case "lnln" -> model.with("width", 8).with("heads", 2).with("headSize", 4).with("tokens", 2);
            case "chfn" -> model.with("width", 8).with("heads", 2);
            case "fdmer" -> model.with("width", 8).with("heads", 2);
            case "imder" -> model.with("frames", 10).with("width", 8).with("heads", 2).with("levels", 1)
                    .with("secondWidth", 8).with("thirdWidth", 8).with("fourthWidth", 8).with("wavesWidth", 4)
                    .with("scoreHeads", 2).with("refinerBlocks", 1).with("samplerSteps", 3).with("startEpochs", 1);
            default -> model.with("textHidden", 8).with("textWidth", model.textWidth());
        };
        training = switch (label) {
            case "mult" -> training.with("microBatch", 8).with("plateauPatience", 0).with("lr", 0.05);
            case "misa", "self-mm" -> training.with("batchSize", 8).with("missing", "random");
            case "imder" -> training.with("batchSize", 12).with("epochs", 3).with("microBatch", 8);
            case "mmim", "lnln", "chfn", "fdmer" -> training.with("batchSize", 12).with("epochs", 4);
            default -> training.with("batchSize", 43);
        };
        return new RunConfig(
                Preset.EMBEDDED, TinyRun.CONFIG.kind(), TinyRun.CONFIG.data(), model, training, null, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tfn", "lmf", "mult", "misa", "self-mm", "mmim", "lnln", "chfn", "fdmer",
            "imder"})
    void interruptedOrNotOnAnyThreads(String label) throws IOException {
        RunConfig config = config(label);
        int before = Engine.threads();
        Map<String, String> expected;
        try {
            Engine.useThreads(1);
            TinyRun.whole(temporary.resolve("whole"), config);
            expected = TinyRun.bits(temporary.resolve("whole"));
            Engine.useThreads(3);
            assertTrue(TinyRun.inPieces(temporary.resolve("pieces"), config, 2) > 2);
        } finally {
            Engine.useThreads(before);
        }
        assertEquals(expected, TinyRun.bits(temporary.resolve("pieces")));
        SavedModel saved = SavedModel.ofRun(temporary.resolve("pieces"));
        assertEquals(config.model(), saved.sizes());
        SplitPredictions again = SplitPredictions.of(
                saved, TinyRun.DATA, TinyRun.DATA.split(SplitName.TEST));
        again.write(temporary.resolve("again.csv"));
        assertEquals(expected.get("predictions.csv"), Files.readString(temporary.resolve("again.csv")));
    }

    /** Samples of which a whole modality is missing, in training and validation, lead to no NaN. */
    @ParameterizedTest
    @ValueSource(strings = {"misa", "self-mm", "mmim", "lnln", "chfn", "fdmer", "mult", "imder"})
    void rowsMayBeMissing(String label) throws IOException {
        RunConfig config = config(label);
        Corruption gone = new Corruption(CorruptionKind.MISSING, Corruption.modality("all"), 0.5);
        DataSet data = CorruptedDataSet.of(TinyRun.DATA, new Corruptions(1, List.of(gone), List.of(gone)));
        config = new RunConfig(
                config.preset(), config.kind(), config.data(), config.model(),
                config.training().with("missing", "random").with("epochs", 2), null, false);
        Path folder = temporary.resolve("run");
        assertTrue(Trainer.begin(RunFolder.create(folder), config, config.newNetwork(null), data,
                new TrainingListener() {}, new StopSignal()).run().isPresent());
    }

    /** IMDer's protocol is a setting of every model, in both forms, and a run is resumed to the bit. */
    @ParameterizedTest
    @CsvSource({"tfn, modalities", "mmim, modalities", "lnln, modalities-by-batch", "imder, modalities-by-batch"})
    void modalitiesMayBeMissing(String label, String missing) throws IOException {
        RunConfig config = config(label);
        config = new RunConfig(config.preset(), config.kind(), config.data(), config.model(),
                config.training().with("missing", missing).with("missingRate", 0.6).with("epochs", 2), null, false);
        TinyRun.whole(temporary.resolve("whole"), config);
        TinyRun.inPieces(temporary.resolve("pieces"), config, 2);
        assertEquals(TinyRun.bits(temporary.resolve("whole")), TinyRun.bits(temporary.resolve("pieces")));
    }

    @Test
    void aPlateauLowersTheRateAndARunEndsEarly() throws IOException {
        RunConfig config = config("mult");
        config = new RunConfig(
                config.preset(), config.kind(), config.data(), config.model(),
                config.training().with("earlyStop", 2).with("epochs", 40), null, false);
        RunSummary summary = TinyRun.whole(temporary.resolve("run"), config);
        assertEquals(summary.bestEpoch() + 2, summary.epochs());
        String rows = Files.readString(temporary.resolve("run").resolve("metrics.csv"));
        assertTrue(rows.lines().count() == 1 + summary.epochs(), rows);
        double last = Double.parseDouble(rows.lines().toList().getLast().split(",")[1]);
        assertTrue(last < 0.05, rows);
    }

    /** Every preset is complete, and every setting is known. */
    @Test
    void everyDataSetHasItsSettings() {
        for (Architecture architecture : Architecture.ALL) {
            for (Preset preset : Preset.values()) {
                ModelConfig sizes = architecture.sizes(preset);
                assertEquals(architecture, Architecture.of(sizes));
                assertEquals(preset.config().audioLength(), sizes.audioLength());
                assertEquals(sizes, architecture.config(sizes.toMap()));
                if (preset != Preset.EMBEDDED) {
                    assertEquals(200, TrainingConfig.usual(architecture, preset).epochs());
                }
            }
            assertTrue(TrainingConfig.usual(architecture, Preset.EMBEDDED).epochs() <= 60);
            for (Modality modality : Modality.values()) {
                FeatureShape shape = SyntheticDataSet.standard().shape(modality);
                Map<String, Object> sizes = architecture.sizes(Preset.EMBEDDED).toMap();
                assertEquals(shape.length(), sizes.get(modality.key() + "Length"));
                assertEquals(shape.width(), sizes.get(modality.key() + "Width"));
            }
        }
    }

    /** Two of MMSA's numbers, to catch a slip in the file. */
    @Test
    void settingsAreThoseOfMmsa() {
        assertEquals(5e-3, TrainingConfig.usual(Architecture.of("tfn"), Preset.MOSEI).lr());
        assertEquals(128, TrainingConfig.usual(Architecture.of("mult"), Preset.MOSI_PAPER).batchSize());
        assertEquals(false, TrainingConfig.usual(Architecture.of("lmf"), Preset.SIMS).toMap().get("decoupled"));
    }
}
