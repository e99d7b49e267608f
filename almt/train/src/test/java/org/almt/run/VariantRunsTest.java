package org.almt.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.almt.data.SplitName;
import org.almt.model.AlmtConfig;
import org.almt.model.Cases;
import org.almt.saved.SavedModel;
import org.almt.train.TrainingConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant can be stopped and resumed to the bit, and is loaded in the state in which it was saved. */
class VariantRunsTest {
    private static final AlmtConfig MODEL = TinyRun.MODEL.with("hyperDepth", "3");
    private static final TrainingConfig TRAINING =
            TinyRun.TRAINING.with("epochs", 2).with("schedule", "constant")
                    .with("referenceTable", false);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("org.almt.model.Cases#all")
    void isStoppedAndLoadedToTheBit(Cases variant) throws IOException {
        RunConfig config = new RunConfig(
                TinyRun.CONFIG.preset(), TinyRun.CONFIG.kind(), TinyRun.CONFIG.data(), variant.of(MODEL), TRAINING,
                null,
                false);
        Path whole = temporary.resolve("whole");
        TinyRun.whole(whole, config);
        Map<String, String> bits = TinyRun.bits(whole);
        Path pieces = temporary.resolve("pieces");
        assertEquals(2, TinyRun.inPieces(pieces, config, 4));
        Map<String, String> resumed = TinyRun.bits(pieces);
        bits.forEach((name, content) -> assertEquals(content, resumed.get(name), name));

        SavedModel saved = SavedModel.ofRun(whole);
        assertEquals(config.model(), saved.sizes());
        Path again = temporary.resolve("again.csv");
        SplitPredictions.of(saved, TinyRun.DATA, TinyRun.DATA.split(SplitName.TEST)).write(again);
        assertEquals(bits.get("predictions.csv"), Files.readString(again));
    }
}
