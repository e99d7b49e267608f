package org.almt.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.almt.data.corrupt.Corruptions;
import org.almt.json.Json;
import org.almt.language.LanguageMode;
import org.almt.language.LanguageModel;
import org.almt.language.Padding;
import org.almt.metrics.DatasetKind;
import org.almt.model.AlmtConfig;
import org.almt.model.ModelConfig;
import org.almt.nn.bert.BertModel;

/**
 * Everything needed to repeat a run: the content of {@code config.json}. Threads and SIMD width are no part of it, since
 * they change no bit.
 *
 * @param preset the preset whose sizes were the starting point, or {@link #EMBEDDED}
 * @param kind how predictions are scored
 * @param data where the samples come from
 * @param model the model's sizes; they name its architecture
 * @param training how it is trained
 * @param initialWeights SHA-256 of the file that the run began with; null where the seed decided
 * @param sampleOrder whether the folder's {@link RunFolder#sampleOrder} lists the order of the samples
 * @param language where text features come from; null where the data bring them
 * @param teacher from whose outputs it learns too, see {@link RunFolder#teacher}; null where there is none
 */
public record RunConfig(
        String preset, DatasetKind kind, DataSource data, ModelConfig model, TrainingConfig training,
        String initialWeights,
        boolean sampleOrder, Language language, Teacher teacher) {

    /** The preset's place where the generated data set is used. */
    public static final String EMBEDDED = "embedded";

    private static final int FORMAT = 1;
    private static final Set<String> KEYS = Set.of(
            "format", "versions", "preset", "kind", "data", "architecture", "model", "training", "initialWeights",
            "sampleOrder",
            "language", "teacher");

    /**
     * Where samples come from.
     *
     * @param file the feature file; null for the generated data set
     * @param sha256 identifies the content
     * @param cropped whether audio and vision are cut to 50 frames
     * @param repaired whether unusable values are repaired rather than refused
     * @param corruptions what is done to the features on purpose; null where they stay as they are
     */
    public record DataSource(
            String file, String sha256, boolean cropped, boolean repaired, Corruptions corruptions) {
        private static final Set<String> KEYS = Set.of("file", "sha256", "cropped", "repaired", "corruptions");

        /** Samples whose features stay as they are. */
        public DataSource(String file, String sha256, boolean cropped, boolean repaired) {
            this(file, sha256, cropped, repaired, null);
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", file);
            map.put("sha256", sha256);
            map.put("cropped", cropped);
            map.put("repaired", repaired);
            if (corruptions != null) {
                map.put("corruptions", corruptions.toMap());
            }
            return map;
        }

        static DataSource of(Map<String, ?> map) {
            return new DataSource(
                    optionalText(map, "file"), text(map, "sha256"), truth(map, "cropped"), truth(map, "repaired"),
                    map.containsKey("corruptions") ? Corruptions.of(object(map, "corruptions")) : null);
        }
    }

    /**
     * The BERT that makes text features of transcripts; the run folder holds a copy, see {@link RunFolder#bert}.
     *
     * @param source where it came from
     * @param sha256 of what was loaded from there
     * @param mode whether it is trained
     * @param padding what stands behind the end of a sentence
     * @param lr its learning rate at the top of the schedule, where it is trained at another than the rest; else null
     * @param layerDecay by what the rate of a layer shrinks to that of the layer below; 1 for one rate
     * @param recompute whether its layers are computed again in the backward pass, for less memory; changes no bit
     */
    public record Language(
            String source, String sha256, LanguageMode mode, Padding padding, Double lr, double layerDecay,
            boolean recompute) {
        /** Checks the rates. */
        public Language {
            if (!(layerDecay > 0 && layerDecay <= 1)) {
                throw new IllegalArgumentException("config: the decay of learning rates over layers of BERT is "
                        + layerDecay + "; a number above 0, at most 1, is needed");
            }
            if (lr != null && !(lr >= 0 && lr <= TrainingConfig.MOST)) {
                throw new IllegalArgumentException("config: the learning rate of BERT is " + lr
                        + "; a number from 0 to 1000 is needed");
            }
        }

        /** One rate for all layers, which are computed once. */
        public Language(String source, String sha256, LanguageMode mode, Padding padding, Double lr) {
            this(source, sha256, mode, padding, lr, 1, false);
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("source", source);
            map.put("sha256", sha256);
            map.put("mode", mode.label());
            map.put("padding", padding.label());
            map.put("lr", lr);
            map.put("layerDecay", layerDecay);
            map.put("recompute", recompute);
            return map;
        }

        static Language of(Map<String, ?> map) {
            Object lr = map.get("lr");
            require(lr == null || lr instanceof Number, "'language.lr' must be a number");
            Object decay = map.containsKey("layerDecay") ? map.get("layerDecay") : Integer.valueOf(1);
            require(decay instanceof Number, "'language.layerDecay' must be a number");
            return new Language(
                    text(map, "source"), text(map, "sha256"), LanguageMode.of(text(map, "mode")),
                    Padding.of(text(map, "padding")), lr == null ? null : ((Number) lr).doubleValue(),
                    ((Number) decay).doubleValue(), map.containsKey("recompute") && truth(map, "recompute"));
        }
    }

    /**
     * A trained model that teaches this one.
     *
     * @param run its run folder
     * @param sha256 of its weights
     * @param weight how much its outputs count; the labels have the rest of 1
     */
    public record Teacher(String run, String sha256, double weight) {
        /** Checks the weight. */
        public Teacher {
            require(weight >= 0 && weight <= 1,
                    "the weight of the teacher is " + weight + "; a number from 0 to 1 is needed");
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("run", run);
            map.put("sha256", sha256);
            map.put("weight", weight);
            return map;
        }

        static Teacher of(Map<String, ?> map) {
            allKnown(map, Set.of("run", "sha256", "weight"), "teacher.");
            require(map.get("weight") instanceof Number, "'teacher.weight' must be a number");
            return new Teacher(
                    text(map, "run"), text(map, "sha256"), ((Number) map.get("weight")).doubleValue());
        }
    }

    /** A run that learns from labels alone. */
    public RunConfig(
            String preset, DatasetKind kind, DataSource data, ModelConfig model, TrainingConfig training,
            String initialWeights, boolean sampleOrder, Language language) {
        this(preset, kind, data, model, training, initialWeights, sampleOrder, language, null);
    }

    /** A run whose data bring their text features. */
    public RunConfig(
            String preset, DatasetKind kind, DataSource data, ModelConfig model, TrainingConfig training,
            String initialWeights, boolean sampleOrder) {
        this(preset, kind, data, model, training, initialWeights, sampleOrder, null);
    }

    /** What kind of model is trained. */
    public Architecture architecture() {
        return Architecture.of(model);
    }

    /** Whether training changes BERT. */
    public boolean finetunes() {
        return language != null && language.mode() == LanguageMode.FINETUNE;
    }

    /**
     * The network, whose parameters are still to be loaded.
     *
     * @param bertOrNull what {@link #language} tells of
     */
    public Network network(LanguageModel bertOrNull) {
        return architecture().network(model, trained(bertOrNull));
    }

    /** The network as training begins: drawn for the seed, but for the text encoder, which is as it is given. */
    public Network newNetwork(LanguageModel bertOrNull) {
        return architecture().network(model, trained(bertOrNull), training.seed());
    }

    private BertModel trained(LanguageModel bertOrNull) {
        if (!finetunes()) {
            return null;
        }
        bertOrNull.bert().recomputeLayers(language.recompute());
        return bertOrNull.bert();
    }

    /** The JSON text. */
    public byte[] toJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("almt", Version.NUMBER);
        versions.put("java", Version.java());
        map.put("versions", versions);
        map.put("preset", preset);
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
        return Json.write(map);
    }

    /**
     * Reads {@code config.json}, refusing what this version does not know: a key that would be ignored could be the one
     * that matters.
     */
    public static RunConfig read(Path file) throws IOException {
        Map<String, Object> map = Json.read(file);
        try {
            if (!Long.valueOf(FORMAT).equals(map.get("format"))) {
                throw new IllegalArgumentException("written by another version (format " + map.get("format")
                        + ", this version reads " + FORMAT + ")");
            }
            allKnown(map, KEYS, "");
            Map<String, ?> data = object(map, "data");
            allKnown(data, DataSource.KEYS, "data.");
            ModelConfig model = model(map);
            Map<String, ?> training = object(map, "training");
            for (String key : training.keySet()) {
                require(TrainingConfig.knows(key), "unknown key 'training." + key + "'");
            }
            Language language = null;
            if (map.containsKey("language")) {
                Map<String, ?> bert = object(map, "language");
                allKnown(bert, Set.of("source", "sha256", "mode", "padding", "lr", "layerDecay", "recompute"),
                        "language.");
                language = Language.of(bert);
            }
            return new RunConfig(
                    text(map, "preset"), DatasetKind.of(text(map, "kind")), DataSource.of(data), model.checked(),
                    TrainingConfig.of(training), optionalText(map, "initialWeights"), truth(map, "sampleOrder"),
                    language, map.containsKey("teacher") ? Teacher.of(object(map, "teacher")) : null);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Runs of the first versions, which knew ALMT alone, name no architecture. */
    private static ModelConfig model(Map<String, ?> map) {
        Architecture architecture = Architecture.of(
                map.containsKey("architecture") ? text(map, "architecture") : AlmtConfig.ARCHITECTURE);
        Map<String, ?> sizes = object(map, "model");
        for (String key : sizes.keySet()) {
            require(architecture.sizes(null).knows(key), "unknown key 'model." + key + "'");
        }
        return architecture.config(sizes);
    }

    private static void allKnown(Map<String, ?> map, Set<String> known, String prefix) {
        for (String key : map.keySet()) {
            require(known.contains(key), "unknown key '" + prefix + key + "'");
        }
    }

    private static Map<String, ?> object(Map<String, ?> map, String key) {
        if (map.get(key) instanceof Map<?, ?> object) {
            Map<String, Object> named = new LinkedHashMap<>();
            object.forEach((name, value) -> named.put((String) name, value));
            return named;
        }
        throw new IllegalArgumentException("'" + key + "' must be an object");
    }

    private static String text(Map<String, ?> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' must be text");
    }

    private static String optionalText(Map<String, ?> map, String key) {
        return map.get(key) == null ? null : text(map, key);
    }

    private static boolean truth(Map<String, ?> map, String key) {
        if (map.get(key) instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException("'" + key + "' must be true or false");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
