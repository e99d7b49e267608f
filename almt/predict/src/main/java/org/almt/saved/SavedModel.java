package org.almt.saved;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.almt.input.DatasetKind;
import org.almt.language.LanguageMode;
import org.almt.language.LanguageModel;
import org.almt.language.TextPadding;
import org.almt.model.AlmtWeights;
import org.almt.model.ModelConfig;
import org.almt.model.NameMap;
import org.almt.model.Preset;
import org.almt.nn.Layer;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.format.AnyFormat;
import org.jspecify.annotations.Nullable;

/**
 * A trained model, with all that is needed to use it.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param network the network with its weights
 * @param sizes the sizes of the model
 * @param kind the scale of its predictions
 * @param cropped whether audio and vision are cropped to 50 frames before the model reads them
 * @param run the run folder that it comes from; null if only the weights are known
 * @param origin the file that the weights come from
 * @param language the language model that makes text features of sentences; null if the data contain them
 */
public record SavedModel(
        Network network, ModelConfig sizes, DatasetKind kind, boolean cropped, @Nullable Path run, Path origin,
        @Nullable Language language) {
    /** The prefix of the names of an optimiser's state, which may be in a file of weights. */
    public static final String OPTIMISER = "optimizer.";

    private static final Path MEMORY_CONFIG = Path.of("config.json (in memory)");
    private static final Pattern JSON = Pattern.compile("\\s*\\{\\s*\"");
    private static final int SHOWN = 64;
    private static final Path MEMORY_WEIGHTS = Path.of("weights (in memory)");

    /**
     * The source of text features of sentences.
     *
     * @param model the trained BERT
     *
     * @param padding the features after the end of a sentence
     *
     * @param cache the folder that keeps the features of whole data sets; null if they are not kept
     */
    public record Language(LanguageModel model, TextPadding padding, @Nullable Path cache) {}

    /** The language model that makes the text features; empty if the data contain them. */
    public Optional<LanguageModel> languageModel() {
        return language == null ? Optional.empty() : Optional.of(language.model());
    }

    /** Loads the best weights of a run folder. */
    public static SavedModel ofRun(Path directory) throws IOException {
        RunFiles files = RunFiles.open(directory);
        SavedConfig config = SavedConfig.read(files.config());
        Language language = language(files, config.language());
        Network network = config.network(language == null ? null : language.model());
        try (Checkpoint best = AnyFormat.open(files.best())) {
            RunIdentity.require(files, best);
            loadInto(network.root(), best);
        }
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

    /** Loads a file of weights. The sizes come from the weights, all else from the preset. */
    public static SavedModel ofWeights(Path file, Architecture architecture, Preset preset) throws IOException {
        ModelConfig sizes = sizes(file, architecture.sizes(preset));
        Network network = architecture.network(sizes, null);
        loadInto(network.root(), file);
        network.root().train(false);
        return new SavedModel(network, sizes, preset.kind(), preset.cropped(), null, file, null);
    }

    /**
     * Loads a run in memory, such as resources of the class path: {@code config.json} and {@code best.safetensors} of
     * its folder.
     *
     * @throws IOException if one is damaged or of a newer version, or if the run has its own language model
     */
    public static SavedModel ofRun(byte[] configuration, byte[] weights) throws IOException {
        if (beginsAsJson(weights) && !beginsAsJson(configuration)) {
            throw new IOException(MEMORY_CONFIG + " holds something else, and the weights hold JSON; exchange them");
        }
        SavedConfig config = SavedConfig.read(configuration, MEMORY_CONFIG);
        if (config.language() != null) {
            throw new IOException(MEMORY_CONFIG + ": the run has a language model; load its folder");
        }
        Network network = config.network(null);
        try (Checkpoint checkpoint = AnyFormat.of(MEMORY_WEIGHTS, weights)) {
            loadInto(network.root(), checkpoint);
        }
        network.root().train(false);
        return new SavedModel(
                network, config.model(), config.kind(), config.cropped(), null, MEMORY_WEIGHTS, null);
    }

    /** Whether these are an object with a first name; weights begin with the size of their header, or as archives. */
    private static boolean beginsAsJson(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, SHOWN), StandardCharsets.ISO_8859_1);
        return JSON.matcher(start).lookingAt();
    }

    /** Like {@link #ofWeights(Path, Architecture, Preset)}, for a safetensors file in memory. */
    public static SavedModel ofWeights(byte[] weights, Architecture architecture, Preset preset) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.of(MEMORY_WEIGHTS, weights)) {
            ModelConfig sizes = sizes(checkpoint, architecture.sizes(preset));
            Network network = architecture.network(sizes, null);
            loadInto(network.root(), checkpoint);
            network.root().train(false);
            return new SavedModel(network, sizes, preset.kind(), preset.cropped(), null, MEMORY_WEIGHTS, null);
        }
    }

    /**
     * The same model with a language model for sentences.
     *
     * @throws IllegalArgumentException if the model reads features of another width
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

    /**
     * The sizes of the model whose weights a file holds. Sizes that do not follow from shapes are those of
     * {@code base}.
     */
    public static ModelConfig sizes(Path file, ModelConfig base) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            return sizes(checkpoint, base);
        }
    }

    /**
     * The bytes of the parameters that are read from a file of weights. Tensors that are left out do not count: the
     * state of an optimiser, and BERT in a file of MMSA.
     */
    public static long parameterBytes(Path file) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            return Float.BYTES * AlmtWeights.shapes(checkpoint).entrySet().stream()
                    .filter(each -> !each.getKey().startsWith(OPTIMISER) && !NameMap.isBert(each.getKey()))
                    .mapToLong(each -> each.getValue().count()).sum();
        }
    }

    private static ModelConfig sizes(Checkpoint checkpoint, ModelConfig base) throws IOException {
        try {
            return Architecture.of(base).sizes(AlmtWeights.shapes(checkpoint), base);
        } catch (IllegalArgumentException e) {
            throw new IOException(checkpoint.path() + ": " + e.getMessage(), e);
        }
    }

    /** Replaces a model's parameters by those of a file. An optimiser's state in the file is ignored. */
    public static void loadInto(Layer model, Path file) throws IOException {
        try (Checkpoint checkpoint = AnyFormat.open(file)) {
            loadInto(model, checkpoint);
        }
    }

    private static void loadInto(Layer model, Checkpoint checkpoint) throws IOException {
        AlmtWeights.load(checkpoint, model.state(), name -> name.startsWith(OPTIMISER));
    }
}
