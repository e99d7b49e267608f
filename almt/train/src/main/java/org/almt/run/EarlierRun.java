package org.almt.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.failure.Remedy;
import org.almt.failure.RequestException;
import org.almt.model.ModelConfig;
import org.almt.nn.Layer;
import org.almt.saved.Architecture;
import org.almt.saved.RunFiles;
import org.almt.saved.SavedConfig;
import org.almt.train.InitialWeights;

/**
 * A run that another one begins with, on other data as a rule: its model's sizes and options are the starting point,
 * and of its best weights those are taken that have the shapes of the new model.
 */
final class EarlierRun {
    /** Names of new parts that a message lists. */
    private static final int MOST_NAMES = 6;

    private final Path directory;
    private final SavedConfig config;

    private EarlierRun(Path directory, SavedConfig config) {
        this.directory = directory;
        this.config = config;
    }

    /** Opens a run that has best weights. */
    static EarlierRun open(Path directory) throws IOException {
        RunFiles files = RunFiles.open(directory);
        if (!Files.isRegularFile(files.best())) {
            throw new IOException(directory + " has no best.safetensors yet: no epoch of that run is done; let it train"
                    + " further before another run begins with it");
        }
        return new EarlierRun(directory, SavedConfig.read(files.config()));
    }

    /** Sizes and options. */
    ModelConfig model(Architecture wanted) {
        Architecture own = Architecture.of(config.model());
        if (own != wanted) {
            throw new IllegalArgumentException("the run of " + directory + " trained " + own.title() + ", not "
                    + wanted.title() + "; begin with a run of " + wanted.title());
        }
        return config.model();
    }

    /** Makes sure that a language model which that run changed can be taken over. */
    void requireLanguage(boolean finetunes) {
        if (config.language() != null && config.language().use().finetunes() && !finetunes) {
            throw new RequestException("the run of " + directory + " trained its language model, whose weights a frozen"
                    + " one cannot take over; train it here too", Remedy.TRAIN_LANGUAGE_MODEL);
        }
    }

    /** Where the best weights are. */
    Path weights() {
        return new RunFiles(directory).best();
    }

    /** Takes over the weights that fit; the result says in a sentence which do not. */
    String loadInto(Layer model) throws IOException {
        int all = model.state().size();
        List<String> left = InitialWeights.loadFitting(weights(), model);
        String begin = "Begins with " + (all - left.size()) + " of " + all + " tensors of " + directory;
        if (left.isEmpty()) {
            return begin;
        }
        List<String> shown = left.subList(0, Math.min(MOST_NAMES, left.size()));
        return begin + "; as the seed has them: " + String.join(", ", shown)
                + (left.size() > MOST_NAMES ? " and " + (left.size() - MOST_NAMES) + " more" : "");
    }
}
