package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.almt.clips.ClipRecipe;
import org.almt.data.corrupt.Corruptions;
import org.almt.input.DatasetKind;
import org.almt.io.Json;
import org.almt.io.JsonObject;
import org.almt.language.LanguageModel;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.bert.BertModel;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageConfig;
import org.almt.saved.Network;
import org.almt.saved.SavedConfig;
import org.almt.saved.Version;
import org.almt.train.TrainingConfig;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to repeat a run: the contents of {@code config.json}. Threads and SIMD width are not part of it,
 * since they change no bit.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param preset the preset whose sizes were the starting point
 * @param kind the kind of metrics
 * @param data the source of the samples
 * @param model the model's sizes, which name its architecture
 * @param training the settings of training
 * @param initialWeights the SHA-256 of the initial weights; null if they are drawn from the seed
 * @param sampleOrder whether the folder's {@link RunFolder#sampleOrder} lists the order of the samples
 * @param language the language model that makes text features; null if the data contain them
 * @param teacher the teacher whose outputs are learned too, see {@link RunFolder#teacher}; null if there is none
 */
public record RunConfig(
        Preset preset, DatasetKind kind, DataSource data, ModelConfig model, TrainingConfig training,
        @Nullable String initialWeights,
        boolean sampleOrder, @Nullable LanguageConfig language, @Nullable Teacher teacher) {

    /**
     * The source of samples.
     *
     * @param file the feature file; empty for data without a file, such as the generated data set
     *
     * @param sha256 the hash of the contents
     *
     * @param cropped whether audio and vision are cropped to 50 frames
     *
     * @param repaired whether unusable values are repaired rather than refused
     *
     * @param corruptions the corruptions of the features
     *
     * @param recipe the recipe of the features of clips; empty if it is not known
     */
    public record DataSource(
            Optional<String> file, String sha256, boolean cropped, boolean repaired, Corruptions corruptions,
            Optional<ClipRecipe> recipe) {
        /** Samples whose features were not made from clips. */
        public DataSource(
                Optional<String> file, String sha256, boolean cropped, boolean repaired, Corruptions corruptions) {
            this(file, sha256, cropped, repaired, corruptions, Optional.empty());
        }

        /** Samples whose features are not corrupted. */
        public DataSource(Optional<String> file, String sha256, boolean cropped, boolean repaired) {
            this(file, sha256, cropped, repaired, Corruptions.NONE);
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", file.orElse(null));
            map.put("sha256", sha256);
            map.put("cropped", cropped);
            map.put("repaired", repaired);
            if (!corruptions.isEmpty()) {
                map.put("corruptions", corruptions.toMap());
            }
            recipe.ifPresent(made -> map.put("clips", made.toMap()));
            return map;
        }

        static DataSource of(JsonObject map) {
            return new DataSource(
                    Optional.ofNullable(map.textIfPresent("file")), map.text("sha256"), map.truth("cropped"),
                    map.truth("repaired"),
                    map.has("corruptions") ? Corruptions.of(map.object("corruptions").map()) : Corruptions.NONE,
                    map.has("clips") ? Optional.of(ClipRecipe.of(map.object("clips").map())) : Optional.empty());
        }
    }

    /**
     * The teacher: a trained model.
     *
     * @param run its run folder
     *
     * @param sha256 the hash of its weights
     *
     * @param weight the weight of its outputs; the labels have 1 - weight
     */
    public record Teacher(String run, String sha256, double weight) {
        private static final Set<String> KEYS = Set.of("run", "sha256", "weight");

        /** Checks the weight. */
        public Teacher {
            if (!(weight >= 0 && weight <= 1)) {
                throw new IllegalArgumentException(
                        "the weight of the teacher is " + weight + "; a number from 0 to 1 is needed");
            }
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("run", run);
            map.put("sha256", sha256);
            map.put("weight", weight);
            return map;
        }

        static Teacher of(JsonObject map) {
            map.allIn(KEYS);
            return new Teacher(map.text("run"), map.text("sha256"), map.number("weight"));
        }
    }

    /** A run that learns from labels alone. */
    public RunConfig(
            Preset preset, DatasetKind kind, DataSource data, ModelConfig model, TrainingConfig training,
            @Nullable String initialWeights, boolean sampleOrder, @Nullable LanguageConfig language) {
        this(preset, kind, data, model, training, initialWeights, sampleOrder, language, null);
    }

    /** A run whose data contain text features. */
    public RunConfig(
            Preset preset, DatasetKind kind, DataSource data, ModelConfig model, TrainingConfig training,
            @Nullable String initialWeights, boolean sampleOrder) {
        this(preset, kind, data, model, training, initialWeights, sampleOrder, null);
    }

    /** The kind of model. */
    public Architecture architecture() {
        return Architecture.of(model);
    }

    /** Whether training changes BERT. */
    public boolean finetunes() {
        return language != null && language.use().finetunes();
    }

    /**
     * The network, whose parameters are not loaded yet.
     *
     * @param bert the language model that {@link #language} names
     */
    public Network network(@Nullable LanguageModel bert) {
        return architecture().network(model, trained(bert));
    }

    /** The network at the start of training: drawn from the seed, except the text encoder, which keeps its weights. */
    public Network newNetwork(@Nullable LanguageModel bert) {
        return architecture().network(model, trained(bert), training.seed());
    }

    private @Nullable BertModel trained(@Nullable LanguageModel bert) {
        BertModel trained = SavedConfig.trained(language, bert);
        if (trained != null && language != null) {
            trained.freezeLowest(language.use().frozenParts());
            trained.recomputeLayers(language.use().recompute());
        }
        return trained;
    }

    /** The JSON text. */
    public byte[] toJson() {
        return Json.write(toMap());
    }

    /** The contents of {@code config.json}. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", SavedConfig.FORMAT);
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("almt", Version.NUMBER);
        versions.put("java", Version.java());
        map.put("versions", versions);
        map.put("preset", preset.label());
        map.put("kind", kind.label());
        map.put("data", data.toMap());
        map.put("architecture", model.architecture());
        map.put("model", model.toMap());
        map.put("training", training.toMap());
        map.put("initialWeights", initialWeights);
        map.put("sampleOrder", sampleOrder);
        if (language != null) {
            map.put("language", language.toMap());
        }
        if (teacher != null) {
            map.put("teacher", teacher.toMap());
        }
        return map;
    }

    /**
     * Reads {@code config.json}, and refuses entries that this version does not know. Ignoring one silently could
     * change the meaning of the file.
     */
    public static RunConfig read(Path file) throws IOException {
        JsonObject map = JsonObject.read(file);
        try {
            SavedConfig saved = SavedConfig.of(map.map());
            JsonObject training = map.object("training");
            training.allIn(TrainingConfig.STANDARD.toMap().keySet());
            return new RunConfig(
                    saved.preset(), saved.kind(), DataSource.of(map.object("data")), saved.model(),
                    TrainingConfig.of(training.map()), map.textIfPresent("initialWeights"), map.truth("sampleOrder"),
                    saved.language(), map.has("teacher") ? Teacher.of(map.object("teacher")) : null);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
