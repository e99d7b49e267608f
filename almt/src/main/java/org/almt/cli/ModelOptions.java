package org.almt.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.model.Preset;
import org.almt.train.SavedModel;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which trained model to use: {@code --run DIR}, or {@code --weights FILE --preset P}. */
final class ModelOptions {
    @Option(names = "--run", required = true, paramLabel = "DIR", description = "A run folder of 'almt train'.")
    private Path run;

    @ArgGroup(exclusive = false)
    private WeightsFile file;

    private static final class WeightsFile {
        @Option(
                names = "--weights",
                required = true,
                paramLabel = "FILE",
                description = "Weights, .safetensors or .npz; sizes come from the weights.")
        private Path weights;

        @Option(
                names = "--preset",
                required = true,
                paramLabel = "P",
                description = "What the weights were trained on: mosi, mosei, sims, or these with -paper.")
        private String preset;
    }

    /** Loads it. */
    SavedModel load() throws IOException {
        if (file == null) {
            return SavedModel.ofRun(run);
        }
        Preset preset = UsageError.check(() -> Preset.of(file.preset));
        return SavedModel.ofWeights(file.weights, preset);
    }
}
