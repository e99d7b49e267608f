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
 * An earlier run from which another one starts, usually on other data. Its model's sizes and options are the starting
 * point. Of its best weights, those with the shapes of the new model are used.
 */
final class EarlierRun {
    /** The most names of new parts that a message lists. */
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
            throw new IOException(directory + " has no best.safetensors yet: no epoch of that run is done; train it"
                    + " further before another run starts from it");
        }
        return new EarlierRun(directory, SavedConfig.read(files.config()));
    }

    /** The sizes and options. */
    ModelConfig model(Architecture wanted) {
        Architecture own = Architecture.of(config.model());
        if (own != wanted) {
            throw new IllegalArgumentException("the run of " + directory + " trained " + own.title() + ", not "
                    + wanted.title() + "; begin with a run of " + wanted.title());
        }
        return config.model();
    }

    /** Checks that the language model can be used if that run has changed it. */
    void requireLanguage(boolean finetunes) {
        if (config.language() != null && config.language().use().finetunes() && !finetunes) {
            throw new RequestException("the run of " + directory + " trained its language model, and a frozen language"
                    + " model cannot use those weights; train it here too", Remedy.TRAIN_LANGUAGE_MODEL);
        }
    }

    /** The path of the best weights. */
    Path weights() {
        return new RunFiles(directory).best();
    }

    /** Loads the weights that fit. Returns a sentence that lists those that do not. */
    String loadInto(Layer model) throws IOException {
        int all = model.state().size();
        List<String> left = InitialWeights.loadFitting(weights(), model);
        String begin = "Starts from " + (all - left.size()) + " of " + all + " tensors of " + directory;
        if (left.isEmpty()) {
            return begin;
        }
        List<String> shown = left.subList(0, Math.min(MOST_NAMES, left.size()));
        return begin + "; drawn from the seed: " + String.join(", ", shown)
                + (left.size() > MOST_NAMES ? " and " + (left.size() - MOST_NAMES) + " more" : "");
    }
}
