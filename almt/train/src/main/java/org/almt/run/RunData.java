package org.almt.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.almt.clips.ClipRecipe;
import org.almt.clips.Manifest;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.WorkListener;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.data.corrupt.Corruptions;
import org.almt.data.language.LanguageDataSet;
import org.almt.failure.Remedy;
import org.almt.failure.RemediableException;
import org.almt.failure.RequestException;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.language.LanguageModel;
import org.almt.saved.LanguageConfig;
import org.almt.saved.RunFiles;
import org.almt.saved.SavedModel;

/**
 * The samples for a trained model, with the text features that it reads. They are the data that it was trained on, or
 * other data.
 *
 * <p>Threads: one at a time.
 */
public final class RunData {
    private final Optional<DataOrigin> named;
    private final Optional<Path> cache;
    private final WorkListener announce;
    private final Set<Modality> missing;

    private boolean warned;

    /**
     * The data that each model was trained on.
     *
     * @param announce receives warnings, a message before long work, and its progress
     */
    public RunData(WorkListener announce) {
        this(Optional.empty(), Optional.empty(), announce, Set.of());
    }

    private RunData(Optional<DataOrigin> named, Optional<Path> cache, WorkListener announce,
            Set<Modality> missing) {
        this.missing = missing;
        this.named = named;
        this.cache = cache;
        this.announce = announce;
    }

    /** Other data. */
    public RunData at(DataOrigin origin) {
        return new RunData(Optional.of(origin), cache, announce, missing);
    }

    /** Samples in memory, such as those of a run's start. The caller closes the data set. */
    public RunData at(DataSet samples) {
        return at(new DataOrigin.InMemory(samples));
    }

    /** The same with another folder for converted copies of large files. */
    public RunData cachedIn(Path folder) {
        return new RunData(named, Optional.of(folder), announce, missing);
    }

    /** The same with zeros for modalities that the data lack. */
    public RunData withZerosFor(Set<Modality> modalities) {
        return new RunData(named, cache, announce, Set.copyOf(modalities));
    }

    /** The recipe of a run's features of clips; empty if it is not known. */
    public static Optional<ClipRecipe> recipeOf(SavedModel saved) throws IOException {
        return trainedOn(saved).flatMap(RunConfig.DataSource::recipe);
    }

    /** The file of a trained model's samples, if they come from a file. */
    public Optional<Path> fileFor(SavedModel saved) throws IOException {
        return named.isPresent()
                ? named.get().path()
                : trainedOn(saved).flatMap(RunConfig.DataSource::file).map(Path::of);
    }

    /** The data that a model was trained on; empty if only its weights are known. */
    private static Optional<RunConfig.DataSource> trainedOn(SavedModel saved) throws IOException {
        return saved.run() == null
                ? Optional.empty()
                : Optional.of(RunFolder.open(saved.run()).readConfig().data());
    }

    /** The corruptions of a model's test data; none if other data are named. */
    private Corruptions corruptions(SavedModel saved) throws IOException {
        return named.isPresent()
                ? Corruptions.NONE
                : trainedOn(saved).map(RunConfig.DataSource::corruptions).orElse(Corruptions.NONE);
    }

    /** Opens splits for a trained model, with the text of the data. */
    public DataSet open(SavedModel saved, SplitName first, SplitName... more) throws IOException {
        Optional<RunConfig.DataSource> trainedOn = trainedOn(saved);
        if (named.isEmpty() && trainedOn.isEmpty()) {
            throw new RequestException("what " + saved.origin() + " was trained on is not known; name the data",
                    Remedy.NAME_DATA);
        }
        DataSet data = named.isPresent()
                ? asTrained(named.get(), trainedOn, saved).open(saved.kind(), saved.cropped(), announce, first, more)
                : reopen(trainedOn.get(), saved.kind(), saved.languageModel(), first, more);
        return wrapped(data, whole -> {
            if (trainedOn.isPresent() && trainedOn.get().file().isPresent()) {
                warnIfChanged(trainedOn.get(), fileFor(saved), whole);
            }
            SameFeatures.require(saved, whole, trainedOn.flatMap(RunConfig.DataSource::recipe),
                    named.isPresent() ? named.get().recipe(whole.sha256()) : Optional.empty());
            return filled(saved, whole);
        });
    }

    /** Gives a table the recipe of the features that the model was trained on. */
    private static DataOrigin asTrained(DataOrigin origin, Optional<RunConfig.DataSource> trainedOn,
            SavedModel saved) throws IOException {
        if (!(origin instanceof DataOrigin.FeatureFile file)) {
            return origin;
        }
        Optional<ClipRecipe> known = trainedOn.flatMap(RunConfig.DataSource::recipe);
        if (known.isPresent() && file.made().isPresent() && !known.get().isMadeAs(file.made().get())) {
            throw new IOException("the features of " + saved.origin() + " were made with " + known.get().text()
                    + ", but those of " + file.file() + " are to be made with " + file.made().get().text()
                    + "; leave profiles, faces and alignment to the run");
        }
        Optional<ClipRecipe> recipe = known.or(file::made);
        if (recipe.isEmpty()) {
            return origin;
        }
        Optional<LanguageModel> language = saved.languageModel();
        if (recipe.get().alignment() != null && Manifest.isTable(file.file())) {
            recipe.get().alignment().require(language.orElse(null), saved.origin().toString());
        }
        return file.madeBy(recipe.get(), language);
    }

    /** Adds zeros for absent modalities, if that is allowed, and for modalities that the model was trained without. */
    private DataSet filled(SavedModel saved, DataSet data) throws IOException {
        Set<Modality> absent = EnumSet.noneOf(Modality.class);
        for (Modality modality : Modality.values()) {
            boolean trainedWithout = saved.sizes().shape(modality).isAbsent();
            boolean made = modality == Modality.TEXT && saved.language() != null;
            boolean lacks = !data.has(modality) && !trainedWithout && !made;
            if (lacks && missing.contains(modality)) {
                announce.accept("the data have no " + modality.key() + "; the model reads zeros instead");
                absent.add(modality);
            } else if (lacks && TrainingData.reads(saved.sizes()).contains(modality)) {
                throw new DataException(data.description() + " has no '" + modality.key() + "', which the model of "
                        + saved.origin() + " reads; add it, or use zeros instead", switch (modality) {
                            case TEXT -> Remedy.ZEROS_FOR_TEXT;
                            case AUDIO -> Remedy.ZEROS_FOR_AUDIO;
                            case VISION -> Remedy.ZEROS_FOR_VISION;
                        });
            } else if (trainedWithout && data.has(modality)) {
                absent.add(modality);
            }
        }
        return ZeroFilledDataSet.of(data, absent, saved.sizes());
    }

    private void warnIfChanged(RunConfig.DataSource trainedOn, Optional<Path> file, DataSet data) {
        boolean sameFile = file.isPresent()
                && file.get().toAbsolutePath().normalize().toString().equals(trainedOn.file().orElse(""));
        if (sameFile && !data.sha256().equals(trainedOn.sha256()) && !warned) {
            announce.accept(file.get() + " has changed since the run was trained on it (its SHA-256 differs from the"
                    + " one in config.json); the figures are for its present contents");
            warned = true;
        }
    }

    /** The same with the text features that the model reads, computed for all samples; without corruptions. */
    public DataSet openClean(SavedModel saved, SplitName first, SplitName... more) throws IOException {
        DataSet data = open(saved, first, more);
        SavedModel.Language language = saved.language();
        return language == null
                ? data
                : wrapped(data, whole -> LanguageDataSet.computed(
                        whole, language.model(), language.padding(), textLength(saved), language.cache(), announce));
    }

    /** The number of tokens that a model reads: that of its training data, which other data may exceed. */
    private static int textLength(SavedModel saved) {
        return saved.sizes().textLength();
    }

    /** The same, corrupted as in the test of the model, unless other data are named. */
    public DataSet openAll(SavedModel saved, SplitName first, SplitName... more) throws IOException {
        return openCorrupted(saved, corruptions(saved), first, more);
    }

    /** The same with the given corruptions, for any source of samples. */
    public DataSet openCorrupted(SavedModel saved, Corruptions corruptions, SplitName first, SplitName... more)
            throws IOException {
        return corruptions.isEmpty()
                ? openClean(saved, first, more)
                : CorruptedDataSet.of( // noise needs the training split
                        openClean(saved, SplitName.TRAIN, SplitName.VALID, SplitName.TEST), corruptions);
    }

    /** Like {@link #openAll}, but text features are computed only for samples that are read. */
    public DataSet openFew(SavedModel saved, SplitName name) throws IOException {
        Corruptions corruptions = corruptions(saved);
        return corruptions.isEmpty()
                ? onDemand(saved, open(saved, name))
                : CorruptedDataSet.of( // noise needs the training split
                        onDemand(saved, open(saved, SplitName.TRAIN, SplitName.VALID, SplitName.TEST)), corruptions);
    }

    private static DataSet onDemand(SavedModel saved, DataSet data) throws IOException {
        SavedModel.Language language = saved.language();
        return language == null
                ? data
                : wrapped(data, whole -> LanguageDataSet.onDemand(whole, language.model(), language.padding(),
                        textLength(saved)));
    }

    /** Opens the original data of a run. The data that are named give their present location. */
    DataSet reopen(RunConfig.DataSource source, DatasetKind kind, Optional<LanguageModel> language, SplitName first,
            SplitName... more) throws IOException {
        if (source.file().isEmpty()) {
            return openWithoutFile(source, kind, first, more);
        }
        if (named.isPresent() && named.get().path().isEmpty()) {
            return named.get().open(kind, source.cropped(), announce, first, more);
        }
        Path path = named.flatMap(DataOrigin::path).orElse(Path.of(source.file().get()));
        Optional<Path> folder = named.orElse(null) instanceof DataOrigin.FeatureFile file ? file.cache() : cache;
        if (!Files.exists(path)) {
            throw new RemediableException("the run's data file " + path + " does not exist any more; name its present"
                    + " path", Remedy.NAME_DATA);
        }
        return new DataOrigin.FeatureFile(path, source.repaired(), folder, source.recipe(), language)
                .open(kind, source.cropped(), announce, first, more);
    }

    private DataSet openWithoutFile(RunConfig.DataSource source, DatasetKind kind, SplitName first, SplitName... more)
            throws IOException {
        Optional<Path> file = named.flatMap(DataOrigin::path);
        if (file.isPresent()) {
            throw new RemediableException("the run was trained on the embedded data set, not on " + file.get()
                    + "; name no data", Remedy.NAME_NO_DATA);
        }
        DataSet data = named.orElse(DataOrigin.EMBEDDED).open(kind, source.cropped(), announce, first, more);
        if (named.isEmpty() && !data.sha256().equals(source.sha256())) {
            throw new RemediableException("the run was trained on data in memory (SHA-256 " + source.sha256()
                    + "); name them", Remedy.NAME_DATA);
        }
        return data;
    }

    /**
     * The data with the text input of a training run: features computed for all samples. If the language model is
     * trained on token ids, features are computed only for samples that are read.
     */
    static DataSet withText(
            DataSet data, LanguageModel model, LanguageConfig language, Path run, WorkListener announce)
            throws IOException {
        return wrapped(data, whole -> {
            LanguageDataSet made = language.use().finetunes()
                    ? LanguageDataSet.onDemand(whole, model, language.use().padding())
                    : LanguageDataSet.computed(whole, model, language.use().padding(),
                            new RunFiles(run).textFeatures(), announce);
            made.unknown().warning(language.source()).ifPresent(announce);
            return made;
        });
    }

    /** Adds text features to a data set. */
    @FunctionalInterface
    private interface Wrapping {
        DataSet around(DataSet data) throws IOException;
    }

    /** Wraps a data set, and closes it if that fails. */
    private static DataSet wrapped(DataSet data, Wrapping wrapping) throws IOException {
        try {
            return wrapping.around(data);
        } catch (IOException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }
}
