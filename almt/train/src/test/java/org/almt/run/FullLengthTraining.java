package org.almt.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.data.DataSet;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.DatasetKind;
import org.almt.input.FeatureShape;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.train.StopSignal;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingListener;

/** An epoch of two steps of preset {@code mosi} at full lengths and batch 64, from begin to end. A program; prints what
 * it took of memory at most, where the system says it. */
final class FullLengthTraining {
    private FullLengthTraining() {}

    public static void main(String[] arguments) throws IOException {
        DataSet data = new SyntheticDataSet(new SyntheticSizes(
                new FeatureShape(50, 768), new FeatureShape(375, 6), new FeatureShape(500, 20), 128, 8, 4), 3);
        TrainingConfig training = TrainingConfig.STANDARD.with("epochs", 1);
        RunConfig config = new RunConfig(Preset.MOSI, DatasetKind.MOSI,
                new RunConfig.DataSource(Optional.empty(), data.sha256(), false, false),
                DataFit.adopt(Preset.MOSI.config(), data),
                training, null, false);
        AlmtModel model = AlmtModel.initialised((AlmtConfig) config.model(), training.seed());
        Trainer.begin(RunFolder.create(Path.of(arguments[0])), config, Network.of(model), data,
                new TrainingListener() {}, new StopSignal()).run().orElseThrow();
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).forEach(System.out::println);
        }
    }
}
