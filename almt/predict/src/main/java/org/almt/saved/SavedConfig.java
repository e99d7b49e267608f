package org.almt.saved;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.almt.input.DatasetKind;
import org.almt.io.Json;
import org.almt.io.JsonObject;
import org.almt.language.LanguageModel;
import org.almt.model.AlmtConfig;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.bert.BertModel;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code config.json} that concern the model, not its training.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param preset the preset whose sizes were the starting point
 * @param kind the scale of its predictions
 * @param cropped whether audio and vision are cropped to 50 frames before the model reads them
 * @param model the model's sizes, which name its architecture
 * @param language the language model that makes text features; null if the data contain them
 */
public record SavedConfig(
        Preset preset, DatasetKind kind, boolean cropped, ModelConfig model, @Nullable LanguageConfig language) {
    /** The format of {@code config.json} that this version writes, and reads. */
    public static final int FORMAT = 1;

    private static final Set<String> KEYS = Set.of(
            "format", "versions", "preset", "kind", "data", "architecture", "model", "training", "initialWeights",
            "sampleOrder", "language", "teacher");
    private static final Set<String> DATA_KEYS =
            Set.of("file", "sha256", "cropped", "repaired", "corruptions", "clips");

    /** Reads {@code config.json}, and refuses entries that this version does not know. */
    public static SavedConfig read(Path file) throws IOException {
        return read(Json.read(file), file);
    }

    /** Reads a {@code config.json} in memory. Errors call it {@code file}. */
    public static SavedConfig read(byte[] json, Path file) throws IOException {
        return read(Json.read(json, file.toString()), file);
    }

    private static SavedConfig read(Map<String, Object> json, Path file) throws IOException {
        try {
            return of(json);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the part of {@code config.json} that concerns the model.
     *
     * @throws IllegalArgumentException naming the entry that is missing, unusable or unknown
     */
    public static SavedConfig of(Map<String, ?> json) {
        JsonObject map = new JsonObject("", json);
        if (!Long.valueOf(FORMAT).equals(map.map().get("format"))) {
            throw new IllegalArgumentException("written by another version (format " + map.map().get("format")
                    + ", this version reads " + FORMAT + ")");
        }
        map.allIn(KEYS);
        JsonObject data = map.object("data");
        data.allIn(DATA_KEYS);
        return new SavedConfig(
                Preset.of(map.text("preset")), DatasetKind.of(map.text("kind")), data.truth("cropped"), model(map),
                map.has("language") ? LanguageConfig.of(map.object("language")) : null);
    }

    /** Reads the model's sizes. Runs of the first versions name no architecture: these versions had ALMT only. */
    private static ModelConfig model(JsonObject map) {
        Architecture architecture =
                Architecture.of(map.has("architecture") ? map.text("architecture") : AlmtConfig.ARCHITECTURE);
        JsonObject sizes = map.object("model");
        sizes.allIn(architecture.sizes(Preset.EMBEDDED).toMap().keySet());
        return architecture.config(sizes.map()).checked();
    }

    /**
     * The network, whose parameters are not loaded yet.
     *
     * @param bert the language model that {@link #language} describes
     */
    public Network network(@Nullable LanguageModel bert) {
        return Architecture.of(model).network(model, trained(language, bert));
    }

    /** The text encoder in the network; null if none is trained. */
    public static @Nullable BertModel trained(@Nullable LanguageConfig language, @Nullable LanguageModel bert) {
        return language != null && language.use().finetunes()
                ? Objects.requireNonNull(bert, "a run that trains its language model has one").bert()
                : null;
    }
}
