package org.almt.saved;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.input.DatasetKind;
import org.almt.language.LanguageMode;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.model.AlmtWeights;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.format.AnyFormat;
import org.jspecify.annotations.Nullable;

/**
 * A trained model and what is needed to use it.
 *
 * @param network with its weights
 * @param sizes of the model
 * @param kind the scale on which it predicts
 * @param cropped whether audio and vision are cut to 50 frames before it sees them
 * @param run the run folder that it comes from; null where only the weights are known
 * @param origin the file that the weights come from
 * @param language what makes its text features of sentences; null where they come with the data
 */
public record SavedModel(
        Network network, ModelConfig sizes, DatasetKind kind, boolean cropped, @Nullable Path run, Path origin,
        @Nullable Language language) {
    /** Before the names of an optimiser's state, which may lie beside weights. */
    public static final String OPTIMISER = "optimizer.";

    /**
     * Text features from sentences.
     *
     * @param model BERT as it was trained
     * @param padding what stands behind the end of a sentence
     * @param cache where the features of whole data sets are kept; null where they are not
     */
    public record Language(LanguageModel model, TextPadding padding, @Nullable Path cache) {}

    /** The best weights of a run folder. */
    public static SavedModel ofRun(Path directory) throws IOException {
        RunFiles files = RunFiles.open(directory);
        SavedConfig config = SavedConfig.read(files.config());
        Language language = language(files, config.language());
        Network network = config.network(language == null ? null : language.model());
        loadInto(network.root(), files.best());
        network.root().train(false);
        return new SavedModel(
                network, config.model(), config.kind(), config.cropped(), directory, files.best(), language);
    }

    private static @Nullable Language language(RunFiles files, @Nullable LanguageConfig config) throws IOException {
        if (config == null) {
            return null;
        }
        Path cache = config.use().finetunes() ? null : files.textFeatures();
        return new Language(LanguageModel.open(files.bert()), config.use().padding(), cache);
    }

    /** A file of weights; sizes come from the weights, all else from the preset. */
    public static SavedModel ofWeights(Path file, Architecture architecture, Preset preset) throws IOException {
        ModelConfig sizes = sizes(file, architecture.sizes(preset));
        Network network = architecture.network(sizes, null);
        loadInto(network.root(), file);
        network.root().train(false);
        return new SavedModel(network, sizes, preset.kind(), preset.cropped(), null, file, null);
    }

    /**
     * The same with text features from sentences.
     *
     * @throws IllegalArgumentException when the model takes features of another width
     */
    public SavedModel with(LanguageModel bert) {
        int width = sizes.textWidth();
        if (bert.width() != width) {
            throw new IllegalArgumentException(
                    "the language model makes features of width " + bert.width() + "; " + origin
                            + " takes " + width);
        }
        return new SavedModel(
                network, sizes, kind, cropped, run, origin,
                new Language(bert, LanguageMode.FROZEN.usualPadding(), null));
    }

    /** The sizes of the model whose weights a file holds; what shapes cannot tell is {@code base}'s. */
    public static ModelConfig sizes(Path file, ModelConfig base) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            return Architecture.of(base).sizes(AlmtWeights.shapes(checkpoint), base);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Replaces a model's parameters by a file's; an optimiser's state beside them is passed over. */
    public static void loadInto(Layer model, Path file) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            AlmtWeights.load(checkpoint, model.state(), name -> name.startsWith(OPTIMISER));
        }
    }
}
