package org.almt.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.almt.data.DataSet;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.data.synthetic.SyntheticSizes;
import org.almt.input.DatasetKind;
import org.almt.io.Sha256;
import org.almt.model.AlmtConfig;
import org.almt.model.Preset;
import org.almt.saved.Network;
import org.almt.train.StopSignal;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingListener;

/** A run so small that it takes a second: few samples, a narrow model; the last batch of an epoch is a partial one. */
public final class TinyRun {
    public static final DataSet DATA = new SyntheticDataSet(SyntheticSizes.DEFAULT.withSamples(44, 12, 12), 3);

    public static final AlmtConfig MODEL = (AlmtConfig) DataFit.adopt(
            AlmtConfig.ofSizes(1, 1, 1, 1, 1, 1, 16, 2, 2, 8, 4, 16, 1, 2, 1), DATA);

    public static final TrainingConfig TRAINING = TrainingConfig.STANDARD.with("epochs", 4).with("batchSize", 16)
            .with("lr", 3e-3);

    public static final RunConfig CONFIG = new RunConfig(
            Preset.EMBEDDED, DatasetKind.MOSI, new RunConfig.DataSource(Optional.empty(), DATA.sha256(), false, false),
            MODEL,
            TRAINING, null, false);

    /** Updates of an epoch. */
    static final int BATCHES = 3;

    private TinyRun() {}

    static Trainer begin(Path directory, RunConfig config, TrainingListener listener, StopSignal stop)
            throws IOException {
        Network network = config.newNetwork(null);
        return Trainer.begin(RunFolder.create(directory), config, network, DATA, listener, stop);
    }

    public static Trainer resume(Path directory, TrainingListener listener, StopSignal stop) throws IOException {
        RunFolder folder = RunFolder.open(directory);
        RunConfig config = folder.readConfig();
        return Trainer.resume(folder, config, config.network(null), DATA, listener,
                stop);
    }

    /** Trains from begin to end. */
    public static RunSummary whole(Path directory, RunConfig config) throws IOException {
        return begin(directory, config, new TrainingListener() {}, new StopSignal()).run().orElseThrow();
    }

    /** Trains, stopping after every given number of batches, and resumes with new objects each time. */
    static int inPieces(Path directory, RunConfig config, int batchesAtOnce) throws IOException {
        StopAfter first = new StopAfter(batchesAtOnce);
        Optional<RunSummary> summary = begin(directory, config, first, first.signal).run();
        int pieces = 1;
        while (summary.isEmpty()) {
            StopAfter next = new StopAfter(batchesAtOnce);
            summary = resume(directory, next, next.signal).run();
            pieces++;
        }
        return pieces;
    }

    /** Asks for a stop after a number of batches. */
    static final class StopAfter implements TrainingListener {
        final StopSignal signal = new StopSignal();
        private int left;

        StopAfter(int batches) {
            left = batches;
        }

        @Override
        public void batchDone(int epoch, int batch, double meanLoss) {
            if (--left == 0) {
                signal.raise();
            }
        }
    }

    /** The files of a run by name: their text, or the hash of weights; the times of metrics.csv are left out. */
    public static Map<String, String> bits(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.toList()) {
                String name = file.getFileName().toString();
                files.put(name, name.endsWith(".safetensors") ? Sha256.of(file) : Files.readString(file));
            }
        }
        files.computeIfPresent("metrics.csv", (name, text) -> withoutTimes(text));
        return files;
    }

    private static String withoutTimes(String csv) {
        return csv.lines().map(line -> List.of(line.split(","))).map(cells -> cells.subList(0, cells.size() - 2))
                .map(cells -> String.join(",", cells)).collect(Collectors.joining("\n"));
    }
}
