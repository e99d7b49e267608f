package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.input.DatasetKind;
import org.almt.metrics.Metrics;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.Network;
import org.almt.train.StopSignal;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A narrow ALMT on the embedded data set learns what words alone do not tell. The default run, thirty times its size,
 * does the same by more (test MAE .608).
 */
class EndToEndTest {
    /** Test MAE was .755 when this was written, language alone .959, the constant 1.414. */
    private static final double MOST_OF_LANGUAGE_ONLY = 0.88;

    @TempDir
    Path temporary;

    @Test
    void beatsTheConstantAndLanguageAlone() throws IOException {
        AlmtConfig model = (AlmtConfig) DataFit.adopt(
                AlmtConfig.ofSizes(1, 1, 1, 1, 1, 1, 32, 4, 4, 16, 8, 32, 1, 2, 1),
                SyntheticDataSet.standard());
        TrainingConfig training =
                TrainingConfig.usual(Architecture.ALMT, Preset.EMBEDDED).with("epochs", 16).with("lr", 3e-3).with(
                        "referenceTable",
                        false);
        RunConfig config = new RunConfig(Preset.EMBEDDED, DatasetKind.MOSI,
                new RunConfig.DataSource(Optional.empty(), SyntheticDataSet.standard().sha256(), false, false), model,
                training,
                null,
                false);
        RunSummary summary = Trainer.begin(RunFolder.create(temporary.resolve("run")), config,
                Network.of(AlmtModel.initialised(model, training.seed())), SyntheticDataSet.standard(),
                new TrainingListener() {},
                new StopSignal()).run().orElseThrow();

        List<Metrics> baselines = List.copyOf(summary.baselines().values());
        assertEquals(2, baselines.size());
        double constant = baselines.get(0).mae();
        double languageOnly = baselines.get(1).mae();
        assertTrue(languageOnly < constant, languageOnly + " " + constant);
        assertTrue(summary.test().orElseThrow().mae() < MOST_OF_LANGUAGE_ONLY * languageOnly,
                summary.test().orElseThrow().mae() + " against " + languageOnly);
        assertTrue(String.join("\n", summary.lines()).contains("beats language only"), summary.lines().toString());
    }
}
