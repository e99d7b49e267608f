package org.almt.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.language.LanguageMode;
import org.almt.language.LanguageModel;
import org.almt.language.Padding;
import org.almt.metrics.DatasetKind;
import org.almt.model.AlmtWeights;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.format.AnyFormat;

/**
 * A trained model and what is needed to use it.
 *
 * @param network with its weights
 * @param sizes of the model
 * @param kind the scale on which it predicts
 * @param cropped whether audio and vision are cut to 50 frames before it sees them
 * @param trainedOn the data that it was trained on; null where only the weights are known
 * @param origin the file that the weights come from
 * @param language what makes its text features of sentences; null where they come with the data
 */
public record SavedModel(
        Network network, ModelConfig sizes, DatasetKind kind, boolean cropped, RunConfig.DataSource trainedOn,
        Path origin,
        Language language) {
    /**
     * Text features from sentences.
     *
     * @param model BERT as it was trained
     * @param padding what stands behind the end of a sentence
     * @param cache where the features of whole data sets are kept; null where they are not
     */
    public record Language(LanguageModel model, Padding padding, Path cache) {}

    /** The best weights of a run folder. */
    public static SavedModel ofRun(Path directory) throws IOException {
        RunFolder folder = RunFolder.open(directory);
        RunConfig config = folder.readConfig();
        Language language = language(folder, config);
        Network network = config.network(language == null ? null : language.model());
        loadInto(network.root(), folder.best());
        network.root().train(false);
        return new SavedModel(
                network, config.model(), config.kind(), config.data().cropped(), config.data(), folder.best(),
                language);
    }

    private static Language language(RunFolder folder, RunConfig config) throws IOException {
        if (config.language() == null) {
            return null;
        }
        Path cache = config.finetunes() ? null : RunFolder.textFeatures(folder.directory());
        return new Language(LanguageModel.open(folder.bert()), config.language().padding(), cache);
    }

    /** A file of weights; sizes come from the weights, all else from the preset. */
    public static SavedModel ofWeights(Path file, Architecture architecture, Preset preset) throws IOException {
        ModelConfig sizes = sizes(file, architecture.sizes(preset));
        Network network = architecture.network(sizes, null);
        loadInto(network.root(), file);
        network.root().train(false);
        return new SavedModel(network, sizes, kind(preset), preset.cropped(), null, file, null);
    }

    /**
     * The same with text features from sentences.
     *
     * @throws IllegalArgumentException when the model takes features of another width
     */
    public SavedModel with(LanguageModel bert) {
        int width = sizes.textWidth();
        if (bert.width() != width) {
            throw new IllegalArgumentException("--bert makes features of width " + bert.width() + "; " + origin
                    + " takes " + width);
        }
        return new SavedModel(
                network, sizes, kind, cropped, trainedOn, origin,
                new Language(bert, LanguageMode.FROZEN.usualPadding(), null));
    }

    /** The scale of a preset's labels. */
    public static DatasetKind kind(Preset preset) {
        return DatasetKind.of(preset.label().replace("-paper", ""));
    }

    /** The sizes of the model whose weights a file holds; what shapes cannot tell is {@code base}'s. */
    public static ModelConfig sizes(Path file, ModelConfig base) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            return Architecture.of(base).sizes(AlmtWeights.shapes(checkpoint), base);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The same at the beginning of a training, where the file may be without the text encoder that the model has: that
     * one then stays as it is.
     */
    public static void beginWith(Layer model, Path file) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            Map<String, Tensor> parameters = model.state();
            if (AlmtWeights.shapes(checkpoint).keySet().stream().noneMatch(LearningRates::isOfBert)) {
                parameters.keySet().removeIf(LearningRates::isOfBert);
            }
            AlmtWeights.load(checkpoint, parameters, TrainingCheckpoint::isOptimiserState);
        }
    }

    /** Replaces a model's parameters by a file's; an optimiser's state beside them is passed over. */
    public static void loadInto(Layer model, Path file) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            AlmtWeights.load(checkpoint, model.state(), TrainingCheckpoint::isOptimiserState);
        }
    }
}
