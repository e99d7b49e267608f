package org.almt.cli.option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.almt.clips.ClipRecipe;
import org.almt.clips.ClipTable;
import org.almt.clips.Manifest;
import org.almt.clips.Provenance;
import org.almt.data.CroppedDataSet;
import org.almt.data.DataSet;
import org.almt.data.LabelRange;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.data.corrupt.Corruptions;
import org.almt.data.language.LanguageDataSet;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.data.mmsa.Repair;
import org.almt.input.CropRule;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.language.LanguageMode;
import org.almt.language.LanguageModel;
import org.almt.run.EmbeddedRun;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;
import org.almt.run.TrainingData;
import org.almt.run.ZeroFilledDataSet;
import org.almt.saved.LanguageConfig;
import org.almt.saved.SavedModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where samples come from. */
public final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Features in MMSA's layout, .pkl or .pkl.gz, or a table of clips or sentences, .csv or .tsv"
                    + " (default: what the run was trained on; without a run, 'train' takes the built-in data set).")
    private Path file;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where large files are converted to once (default: the user's cache folder).")
    private Path cache;

    @Option(
            names = "--repair",
            description = "Set unusable features to 0 and move labels into their range, instead of refusing the file.")
    private boolean repair;

    @Option(
            names = "--missing",
            paramLabel = "MODALITY=zero",
            description = "A modality that the data do not have, text, audio or vision: zeros stand for it.")
    private List<String> missing = new ArrayList<>();

    @Mixin
    private ClipOptions clip = new ClipOptions();

    /** How the features of what was opened were made; null where that is not known. */
    private ClipRecipe recipe;

    private boolean warned;

    /** The file, or null. */
    public Path file() {
        return file;
    }

    /** The file that a trained model's samples come from, or null. */
    public Path fileFor(SavedModel saved) throws IOException {
        RunConfig.DataSource trainedOn = file == null ? trainedOn(saved) : null;
        return trainedOn != null && trainedOn.file() != null ? Path.of(trainedOn.file()) : file;
    }

    /** What a model was trained on; null where only its weights are known. */
    private static RunConfig.DataSource trainedOn(SavedModel saved) throws IOException {
        return saved.run() == null ? null : RunFolder.open(saved.run()).readConfig().data();
    }

    /** Takes the data of a run, repaired as there, where the command line names none. */
    public void fallBackTo(RunConfig.DataSource source) {
        if (file == null && source.file() != null) {
            file = Path.of(source.file());
            repair = source.repaired();
        }
    }

    /** How the features of what was opened last were made of clips; null where that is not known. */
    public ClipRecipe recipe() {
        return recipe;
    }

    /** How the command line wants features to be made of clips. */
    public ClipOptions clip() {
        return clip;
    }

    /** The modalities that may be absent from the data. */
    public Set<Modality> missing() {
        Set<Modality> absent = EnumSet.noneOf(Modality.class);
        for (String each : missing) {
            Modality found = null;
            for (Modality modality : Modality.values()) {
                found = each.equals(modality.key() + "=zero") ? modality : found;
            }
            if (found == null) {
                throw new UsageError("--missing " + each + ": expected text=zero, audio=zero or vision=zero");
            }
            absent.add(found);
        }
        return absent;
    }

    public boolean repair() {
        return repair;
    }

    /** Opens the given splits of the file. */
    public DataSet open(DatasetKind kind, boolean cropped, SplitName first, SplitName... more) throws IOException {
        return open(file, kind, cropped, repair, null, first, more);
    }

    /**
     * As {@link #openFor}, with the text features that the model takes computed for all samples; without {@code --data}
     * corrupted as they were when it was tested.
     */
    public DataSet openAllFor(SavedModel saved, SplitName first, SplitName... more) throws IOException {
        return openCorruptedFor(saved, corruptions(saved), first, more);
    }

    /** Opens the data and applies {@code corruptions} to it, whatever its source; null applies none. */
    public DataSet openCorruptedFor(SavedModel saved, Corruptions corruptions, SplitName first, SplitName... more)
            throws IOException {
        return corruptions == null
                ? openCleanFor(saved, first, more)
                : CorruptedDataSet.of( // noise needs the training split
                        openCleanFor(saved, SplitName.TRAIN, SplitName.VALID, SplitName.TEST), corruptions);
    }

    /** What was done to the data that a model was tested on; null where that is nothing, or others are meant. */
    private Corruptions corruptions(SavedModel saved) throws IOException {
        RunConfig.DataSource trainedOn = file == null ? trainedOn(saved) : null;
        return trainedOn == null ? null : trainedOn.corruptions();
    }

    /** The same without what was done to the features on purpose. */
    public DataSet openCleanFor(SavedModel saved, SplitName first, SplitName... more) throws IOException {
        return withFeatures(openFor(saved, first, more), saved.language());
    }

    /** As {@link #openAllFor}, with the text features that the model takes computed for samples that are asked for. */
    public DataSet openFewFor(SavedModel saved, SplitName name) throws IOException {
        Corruptions corruptions = corruptions(saved);
        return corruptions == null
                ? onDemand(saved, openFor(saved, name))
                : CorruptedDataSet.of( // noise needs the training split
                        onDemand(saved, openFor(saved, SplitName.TRAIN, SplitName.VALID, SplitName.TEST)), corruptions);
    }

    private static DataSet onDemand(SavedModel saved, DataSet data) throws IOException {
        SavedModel.Language language = saved.language();
        return language == null
                ? data
                : wrapped(data, whole -> LanguageDataSet.onDemand(whole, language.model(), language.padding()));
    }

    /** The data with text features computed for all samples; as they are where there is no language model. */
    DataSet withFeatures(DataSet data, SavedModel.Language languageOrNull) throws IOException {
        return languageOrNull == null
                ? data
                : wrapped(data, whole -> LanguageDataSet.computed(whole, languageOrNull.model(),
                        languageOrNull.padding(), languageOrNull.cache(), this::announce));
    }

    /**
     * The data with what a training run reads of their text: features computed for all samples; where the language
     * model learns token ids, and features for none but those that are asked for.
     */
    public DataSet withTextFor(DataSet data, LanguageModel modelOrNull, LanguageConfig language, Path run)
            throws IOException {
        return modelOrNull == null ? data : wrapped(data, whole -> {
            LanguageDataSet made = language.mode() == LanguageMode.FINETUNE
                    ? LanguageDataSet.onDemand(whole, modelOrNull, language.padding())
                    : LanguageDataSet.computed(whole, modelOrNull, language.padding(), RunFolder.textFeatures(run),
                            this::announce);
            made.unknown().warning(language.source()).ifPresent(this::announce);
            return made;
        });
    }

    /** Puts text features into a data set. */
    @FunctionalInterface
    private interface Wrapping {
        DataSet around(DataSet data) throws IOException;
    }

    /** Wraps a data set, and closes it where that fails. */
    private static DataSet wrapped(DataSet data, Wrapping wrapping) throws IOException {
        try {
            return wrapping.around(data);
        } catch (IOException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }

    /** A table of one clip, with zeros for what it lacks. */
    public DataSet openClipFor(Path table, SavedModel saved) throws IOException {
        Path before = file;
        Path usual = cache;
        List<String> absent = missing;
        file = table;
        cache = table.toAbsolutePath().getParent(); // what is made of one clip is not kept
        missing = List.of("text=zero", "audio=zero", "vision=zero");
        try {
            return withFeatures(openFor(saved, SplitName.TEST), saved.language());
        } finally {
            file = before;
            cache = usual;
            missing = absent;
        }
    }

    /** Splits of a table, as a trained model reads it, with the text features that it takes. */
    public DataSet openTableFor(Path table, SavedModel saved, Set<SplitName> splits) throws IOException {
        SplitName[] names = splits.toArray(SplitName[]::new);
        Path before = file;
        file = table;
        try {
            return withFeatures(openFor(saved, names[0], Arrays.copyOfRange(names, 1, names.length)), saved.language());
        } finally {
            file = before;
        }
    }

    /** Opens the given splits for a trained model: of the file, or of what it was trained on. */
    public DataSet openFor(SavedModel saved, SplitName first, SplitName... more) throws IOException {
        RunConfig.DataSource trainedOn = trainedOn(saved);
        if (file == null && trainedOn == null) {
            throw new UsageError("--data FILE is needed beside --weights");
        }
        DataSet data = file != null
                ? open(file, saved.kind(), saved.cropped(), repair, recipeOf(saved), first, more)
                : openAgain(trainedOn, saved.kind(), first, more);
        if (trainedOn != null && trainedOn.file() != null) {
            warnWhereChanged(trainedOn, fileFor(saved), data);
        }
        Set<Modality> absent = missing();
        absent.removeIf(data::has);
        if (!absent.isEmpty()) {
            announce("the data have no " + absent.stream().map(Modality::key).collect(Collectors.joining(" and no "))
                    + "; zeros stand for " + (absent.size() == 1 ? "it" : "them"));
        }
        for (Modality modality : Modality.values()) {
            // What the model was trained without, it is not given now.
            if ((int) saved.sizes().toMap().get(modality.key() + "Width") == 1 && data.shape(modality).width() != 1) {
                absent.add(modality);
            }
        }
        if (absent.isEmpty()) {
            requireRead(saved, data);
        }
        return ZeroFilledDataSet.of(data, absent, saved.sizes());
    }

    /** The data bring what the model reads, or it is said how else to go on. */
    private static void requireRead(SavedModel saved, DataSet data) throws IOException {
        for (Modality modality : TrainingData.reads(saved.sizes())) {
            int width = (int) saved.sizes().toMap().get(modality.key() + "Width");
            boolean made = modality == Modality.TEXT && saved.language() != null;
            if (!data.has(modality) && width != 1 && !made) {
                data.close();
                throw new IOException(data.description() + " has no '" + modality.key() + "', which the model of "
                        + saved.origin() + " reads; add it, or let zeros stand for it: --missing " + modality.key()
                        + "=zero");
            }
        }
    }

    /** How a run's features were made; null where that is not known, or where only weights are. */
    public ClipRecipe recipeOf(SavedModel saved) throws IOException {
        RunConfig.DataSource source = trainedOn(saved);
        ClipRecipe made = source == null ? null : source.recipe();
        if (made != null && clip.isGiven()) {
            throw new UsageError("the run of " + saved.run() + " knows how its features were made (" + made.text()
                    + "); leave the options of profiles and faces out");
        }
        return made;
    }

    private void warnWhereChanged(RunConfig.DataSource trainedOn, Path path, DataSet data) {
        boolean sameFile = path.toAbsolutePath().normalize().toString().equals(trainedOn.file());
        if (sameFile && !data.sha256().equals(trainedOn.sha256()) && !warned) {
            announce(path + " has changed since the run was trained on it (its SHA-256 is not the one in config.json);"
                    + " the figures are for what it holds now");
            warned = true;
        }
    }

    /** Opens the data that a run began with; {@code --data} says where they are now. */
    public DataSet openAgain(RunConfig.DataSource source, DatasetKind kind, SplitName first, SplitName... more)
            throws IOException {
        if (source.file() == null) {
            if (file != null) {
                throw new IOException("the run was trained on the built-in data set, not on " + file
                        + "; leave --data out");
            }
            return EmbeddedRun.data();
        }
        Path path = file != null ? file : Path.of(source.file());
        if (!Files.exists(path)) {
            throw new IOException(
                    "the run's data file " + path + " is not there any more; say with --data where it is");
        }
        return open(path, kind, source.cropped(), source.repaired(), source.recipe(), first, more);
    }

    private DataSet open(
            Path path, DatasetKind kind, boolean cropped, boolean repaired, ClipRecipe asked, SplitName first,
            SplitName... more) throws IOException {
        MmsaOptions options = MmsaOptions.defaults()
                .withSplits(first, more)
                .withLabels(kind == DatasetKind.SIMS ? LabelRange.SIMS : LabelRange.MOSI)
                .withRepair(repaired ? Repair.ZERO : Repair.REFUSE)
                .withAnnounce(this::announce);
        options = cache == null ? options : options.withCacheFolder(cache);
        ClipTable table = Manifest.isTable(path) ? ClipTable.of(path, options.cacheFolder()) : null;
        Path features =
                table == null ? path : table.build(asked == null ? clip.recipe() : asked, this::announce, first, more);
        DataSet data = MmsaFile.open(features, options);
        try {
            recipe = Provenance.recipeOf(features, data.sha256());
        } catch (IOException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
        return cropped ? new CroppedDataSet(data, CropRule.PAPER_FRAMES) : data;
    }

    /** On the error stream, so that it stands beside whatever a command prints. */
    public void announce(String sentence) {
        PrintWriter err = command.commandLine().getErr();
        err.println("almt: " + sentence);
        err.flush();
    }
}
