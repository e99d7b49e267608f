package org.almt.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.WorkListener;
import org.almt.data.corrupt.Corruptions;
import org.almt.failure.Remedy;
import org.almt.failure.RequestException;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.language.LanguageMode;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageUse;
import org.almt.train.TrainingConfig;

/**
 * A request for a training: the model, the data and the settings. {@link Training} runs it. Immutable: each method
 * returns another request.
 *
 * <pre>{@code
 * RunRequest.onEmbeddedData().seed(1)
 * RunRequest.onFile(Path.of("mosi.pkl")).preset(Preset.MOSI).set("epochs", 60)
 * RunRequest.on(MemoryDataSet.of(samples, labels)).preset(Preset.MOSI).model(Architecture.of("mult"))
 * }</pre>
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class RunRequest {
    private static final String MODALITIES = "modalities";
    private static final String WITHOUT_LANGUAGE = "audio+vision";

    private final DataOrigin data;
    private Preset preset;
    private Architecture architecture = Architecture.ALMT;
    private Map<String, Object> settings = Map.of();
    private Corruptions corruptions = Corruptions.NONE;
    private Optional<Path> initialWeights = Optional.empty();
    private Optional<Path> initialRun = Optional.empty();
    private Optional<Path> sampleOrder = Optional.empty();
    private Optional<Language> language = Optional.empty();
    private Optional<Teacher> teacher = Optional.empty();
    private Set<Modality> missing = Set.of();
    private boolean withoutLanguage;

    /**
     * A language model that makes text features.
     *
     * @param source a folder, jar or file
     * @param use how
     */
    record Language(Path source, LanguageUse use) {}

    /**
     * The teacher: a trained model.
     *
     * @param run its run folder
     *
     * @param weight the weight of its outputs; the labels have 1 - weight
     */
    record Teacher(Path run, double weight) {}

    private RunRequest(DataOrigin data, Preset preset) {
        this.data = data;
        this.preset = preset;
    }

    /**
     * A request on data from any source. The preset is {@link Preset#EMBEDDED} for the generated data, otherwise
     * {@link Preset#MOSI}.
     */
    public static RunRequest on(DataOrigin data) {
        return new RunRequest(data, data == DataOrigin.EMBEDDED ? Preset.EMBEDDED : Preset.MOSI);
    }

    /** A request on the generated data set. */
    public static RunRequest onEmbeddedData() {
        return on(DataOrigin.EMBEDDED);
    }

    /** A request on a feature file in MMSA's layout. */
    public static RunRequest onFile(Path file) {
        return on(new DataOrigin.FeatureFile(file));
    }

    /**
     * A request on samples in memory. Their labels must be on the scale of the {@link #preset}. The caller closes the
     * data set after the run.
     */
    public static RunRequest on(DataSet samples) {
        return on(new DataOrigin.InMemory(samples));
    }

    private RunRequest copy() {
        RunRequest copy = new RunRequest(data, preset);
        copy.architecture = architecture;
        copy.settings = settings;
        copy.corruptions = corruptions;
        copy.initialWeights = initialWeights;
        copy.initialRun = initialRun;
        copy.sampleOrder = sampleOrder;
        copy.language = language;
        copy.teacher = teacher;
        copy.missing = missing;
        copy.withoutLanguage = withoutLanguage;
        return copy;
    }

    /** With zeros for some modalities, even if the data have them. */
    public RunRequest missing(Set<Modality> modalities) {
        RunRequest copy = copy();
        copy.missing = Set.copyOf(modalities);
        return copy;
    }

    /** The modalities of {@link #missing(Set)}, and text if the settings leave language out. */
    Set<Modality> missing() {
        Set<Modality> all = EnumSet.noneOf(Modality.class);
        all.addAll(missing);
        if (withoutLanguage) {
            all.add(Modality.TEXT);
        }
        return all;
    }

    /** With the sizes, the range of labels and the default rates of a data set. */
    public RunRequest preset(Preset preset) {
        RunRequest copy = copy();
        copy.preset = preset;
        return copy;
    }

    /** With another model than ALMT. */
    public RunRequest model(Architecture architecture) {
        RunRequest copy = copy();
        copy.architecture = architecture;
        return copy;
    }

    /** With another seed than 1. It determines the initial weights and the order of the samples. */
    public RunRequest seed(long seed) {
        return set("seed", seed);
    }

    /**
     * With another value for a size or rate, by its name in {@code config.json}. The value is a number, a truth value
     * or text. {@code modalities} may also be {@code audio+vision}: language is then zeros.
     */
    public RunRequest set(String name, Object value) {
        return set(Map.of(name, value));
    }

    /** With other values for several sizes or rates. */
    public RunRequest set(Map<String, ?> values) {
        RunRequest copy = copy();
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.putAll(values);
        if (values.containsKey(MODALITIES)) {
            // Language guides ALMT. So the model of audio and vision alone is the same model with zeros as language.
            copy.withoutLanguage = all.remove(MODALITIES, WITHOUT_LANGUAGE);
        }
        copy.settings = Collections.unmodifiableMap(all);
        return copy;
    }

    /** With text features that a frozen language model makes from the transcripts. */
    public RunRequest bert(Path source) {
        return bert(source, LanguageUse.of(LanguageMode.FROZEN));
    }

    /** With a language model, frozen or trained. */
    public RunRequest bert(Path source, LanguageUse use) {
        RunRequest copy = copy();
        copy.language = Optional.of(new Language(source, use));
        return copy;
    }

    /**
     * With a teacher, whose outputs are learned together with the labels.
     *
     * @param run its run folder
     *
     * @param weight the weight of its outputs, 0 to 1; the labels have 1 - weight
     */
    public RunRequest teacher(Path run, double weight) {
        RunRequest copy = copy();
        copy.teacher = Optional.of(new Teacher(run, weight));
        return copy;
    }

    /** With corrupted features. */
    public RunRequest corrupted(Corruptions corruptions) {
        RunRequest copy = copy();
        copy.corruptions = corruptions;
        return copy;
    }

    /** With initial weights, {@code .safetensors} or {@code .npz}, which also set the sizes. */
    public RunRequest initialWeights(Path file) {
        RunRequest copy = copy();
        copy.initialWeights = Optional.of(file);
        copy.initialRun = Optional.empty();
        return copy;
    }

    /**
     * With an earlier run to start from, usually on other data. The model has its options, and those of its best
     * weights whose shapes fit. Widths and lengths come from the data.
     *
     * @param directory its run folder
     */
    public RunRequest initialRun(Path directory) {
        RunRequest copy = copy();
        copy.initialRun = Optional.of(directory);
        copy.initialWeights = Optional.empty();
        return copy;
    }

    /** With the samples in a given order: an {@code .npy} file of whole numbers, [epochs, samples]. */
    public RunRequest sampleOrder(Path file) {
        RunRequest copy = copy();
        copy.sampleOrder = Optional.of(file);
        return copy;
    }

    /**
     * Checks that the request does not contradict itself. Settings that depend on the data are checked when the data
     * are open.
     *
     * @throws IllegalArgumentException naming the contradiction
     */
    public RunRequest checked() {
        boolean embedded = data == DataOrigin.EMBEDDED;
        if (embedded && preset.kind() == DatasetKind.SIMS) {
            throw new RequestException("preset " + preset.label() + " needs data of CH-SIMS; the embedded data have"
                    + " labels from -3 to 3, not -1 to 1", Remedy.NAME_DATA);
        }
        if (!embedded && preset == Preset.EMBEDDED) {
            throw new RequestException("preset " + preset.label() + " goes with the embedded data; name the preset of"
                    + " these data", Remedy.OTHER_PRESET);
        }
        if (finetunes() && !architecture.finetunes()) {
            throw new RequestException("model " + architecture.label() + " uses text features without changes, and"
                    + " trains no language model; use a frozen one", Remedy.FREEZE_LANGUAGE_MODEL);
        }
        if (!finetunes() && architecture.needsTextEncoder()) {
            throw new RequestException("model " + architecture.label() + " is an extended language model, so it does"
                    + " not read text features; name a language model that is to be trained",
                    Remedy.TRAIN_LANGUAGE_MODEL);
        }
        if (finetunes() && corruptions.touches(Modality.TEXT)) {
            throw new RequestException("text is corrupted as features, but a language model that is trained reads"
                    + " words; use a frozen one", Remedy.FREEZE_LANGUAGE_MODEL);
        }
        sizes(architecture.sizes(preset));
        TrainingConfig training = training();
        if (training.microBatch() != 0 && training.microBatch() < training.batchSize()
                && !architecture.takesBatchesInParts()) {
            throw new IllegalArgumentException("microBatch=" + training.microBatch() + ": model "
                    + architecture.label()
                    + " needs the statistics or labels of a whole batch, which micro-batches lack; leave it out, or"
                    + " use a smaller batchSize");
        }
        if (training.batchSize() < architecture.leastBatch()) {
            throw new IllegalArgumentException("batchSize=" + training.batchSize() + ": model " + architecture.label()
                    + " compares the samples of a batch with one another; use " + architecture.leastBatch()
                    + " or more");
        }
        return this;
    }

    /** The settings of training. */
    TrainingConfig training() {
        TrainingConfig config =
                TrainingConfig.usual(architecture, data == DataOrigin.EMBEDDED ? Preset.EMBEDDED : preset);
        ModelConfig sizes = architecture.sizes(preset);
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            if (TrainingConfig.knows(setting.getKey())) {
                config = config.with(setting.getKey(), setting.getValue());
            } else if (!sizes.knows(setting.getKey())) {
                throw new IllegalArgumentException("there is no setting '" + setting.getKey() + "'; known are "
                        + String.join(", ", TrainingConfig.STANDARD.toMap().keySet()) + ", "
                        + String.join(", ", sizes.toMap().keySet()));
            }
        }
        return config;
    }

    /** The sizes with the values of the settings. */
    ModelConfig sizes(ModelConfig base) {
        ModelConfig config = base;
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            if (base.knows(setting.getKey())) {
                config = with(config, setting.getKey(), setting.getValue());
            }
        }
        return config.checked();
    }

    private static ModelConfig with(ModelConfig config, String name, Object value) {
        try {
            return config.with(name, value);
        } catch (IllegalArgumentException e) {
            throw name.equals(MODALITIES)
                    ? new IllegalArgumentException(e.getMessage() + ", " + WITHOUT_LANGUAGE, e)
                    : e;
        }
    }

    /**
     * A folder that does not exist: {@code parent/P-seedN}, {@code P-seedN-2}, …, with the model's name before P for
     * models other than ALMT. The name never contains a data set that the run does not use.
     */
    public Path freeFolder(Path parent) {
        boolean unlikeItsName = data == DataOrigin.EMBEDDED && preset != Preset.EMBEDDED;
        String name = (unlikeItsName ? Preset.EMBEDDED.label() + "-" : "") + preset.label();
        String model = architecture == Architecture.ALMT ? "" : architecture.label() + "-";
        Path first = parent.resolve(model + name + "-seed" + training().seed());
        Path candidate = first;
        for (int number = 2; Files.exists(candidate); number++) {
            candidate = first.resolveSibling(first.getFileName() + "-" + number);
        }
        return candidate;
    }

    /** The data in the form of their file, all splits. */
    public DataSet openData(WorkListener announce) throws IOException {
        return data.open(preset.kind(), cropped(), announce, SplitName.TRAIN, SplitName.VALID, SplitName.TEST);
    }

    boolean finetunes() {
        return language.isPresent() && language.get().use().finetunes();
    }

    /** The source of the samples. */
    public DataOrigin data() {
        return data;
    }

    /** The preset whose sizes are the starting point. */
    public Preset preset() {
        return preset;
    }

    Architecture architecture() {
        return architecture;
    }

    /** Whether audio and vision are cropped to 50 frames. */
    boolean cropped() {
        return data != DataOrigin.EMBEDDED && preset.cropped();
    }

    Corruptions corruptions() {
        return corruptions;
    }

    Optional<Path> initialWeights() {
        return initialWeights;
    }

    Optional<Path> initialRun() {
        return initialRun;
    }

    Optional<Path> sampleOrder() {
        return sampleOrder;
    }

    Optional<Language> language() {
        return language;
    }

    Optional<Teacher> teacher() {
        return teacher;
    }
}
