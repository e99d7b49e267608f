package org.almt.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.almt.cli.output.WorkProgress;
import org.almt.clips.ClipRecipe;
import org.almt.clips.Manifest;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.input.Modality;
import org.almt.io.FileFolder;
import org.almt.run.DataOrigin;
import org.almt.run.EmptySentences;
import org.almt.run.RunConfig;
import org.almt.run.RunData;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for the source of samples. */
public final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Features in MMSA's layout (.pkl, .pkl.gz), or a table of clips or sentences (.csv, .tsv)"
                    + " (default: the data of the run; without a run, the embedded data set).")
    private @Nullable Path file;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "The folder for converted copies of large files; each file is converted once (default: the"
                    + " user's cache folder).")
    private @Nullable Path cache;

    @Option(
            names = "--repair",
            description = "Set unusable features to 0 and move labels into their range, instead of refusing the file.")
    private boolean repair;

    @Option(
            names = "--missing",
            paramLabel = "MODALITY=zero",
            description = "A modality that the data lack (text, audio or vision); the model reads zeros instead.")
    private List<String> missing = new ArrayList<>();

    @Mixin
    private ClipOptions clip = new ClipOptions();

    private @Nullable RunData forModels;
    private @Nullable WorkProgress progress;
    private boolean quiet;

    /** Whether a file is named. */
    public boolean isNamed() {
        return file != null;
    }

    /** Whether unusable values are to be repaired. */
    public boolean repair() {
        return repair;
    }

    /** The file that is named, otherwise the embedded data set. */
    public DataOrigin origin() {
        if (file == null && clip.isGiven()) {
            throw new UsageError("the options of profiles, faces and alignment go with a table of clips; name one with"
                    + " --data TABLE.csv, or leave these options out");
        }
        return file == null
                ? DataOrigin.EMBEDDED
                : file(file);
    }

    private DataOrigin file(Path named) {
        return new DataOrigin.FeatureFile(named, repair, Optional.ofNullable(cache), recipe(named));
    }

    private Optional<ClipRecipe> recipe(Path table) {
        if (!clip.isGiven()) {
            return Optional.empty();
        }
        if (!Manifest.isTable(table)) {
            throw new UsageError(table + " holds features already; the options of profiles, faces and alignment go"
                    + " with a table of clips (--data TABLE.csv), so leave them out");
        }
        try {
            if (Files.isRegularFile(table)) {
                clip.requireClips(Manifest.read(table));
            }
            return Optional.of(clip.recipe(null));
        } catch (IOException e) {
            throw new UsageError(e.getMessage());
        }
    }

    /** The command line's options for features of clips. */
    public ClipOptions clip() {
        return clip;
    }

    /** The recipe of a run's features; null if it is not known. The command line must not contradict it. */
    public @Nullable ClipRecipe recipeOf(SavedModel saved) throws IOException {
        ClipRecipe made = RunData.recipeOf(saved).orElse(null);
        if (made != null && clip.isGiven()) {
            throw new UsageError("the run of " + saved.run() + " states how its features were made (" + made.text()
                    + "); leave the options of profiles and faces out");
        }
        return made;
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

    /**
     * A table of one clip, with zeros for the modalities that it lacks. The computed features are stored beside it.
     *
     * @param recipe the recipe of its features; null if it has words alone
     */
    public DataSet openClipFor(Path table, SavedModel saved, @Nullable ClipRecipe recipe) throws IOException {
        return new RunData(progress())
                .at(new DataOrigin.FeatureFile(table, repair, Optional.of(FileFolder.of(table.toAbsolutePath())),
                        Optional.ofNullable(recipe)))
                .withZerosFor(EnumSet.allOf(Modality.class)).openClean(saved, SplitName.TEST);
    }

    /** Splits of a table in the form that a trained model reads, with the text features that the model takes. */
    public DataSet openTableFor(Path table, SavedModel saved, Set<SplitName> splits) throws IOException {
        SplitName[] names = splits.toArray(SplitName[]::new);
        return new RunData(progress()).at(file(table)).withZerosFor(missing())
                .openClean(saved, names[0], Arrays.copyOfRange(names, 1, names.length));
    }

    /** The file that is named, otherwise the data that each model was trained on. */
    public RunData forModels() {
        if (forModels == null) {
            RunData asTrained = new RunData(progress()).withZerosFor(missing());
            forModels = file != null ? asTrained.at(origin())
                    : cache != null ? asTrained.cachedIn(cache)
                    : asTrained;
        }
        return forModels;
    }

    /** Prints a warning if the language model of a run reads sentences of a split that have no word. */
    public void warnOfEmptySentences(Split split, SavedModel saved) {
        SavedModel.Language language = saved.language();
        if (language != null) {
            EmptySentences.warning(split, language.model()).ifPresent(this::announce);
        }
    }

    /** Uses the data of a run, repaired as in that run, if the command line names no data. */
    public void fallBackTo(RunConfig.DataSource source) {
        if (file == null && source.file().isPresent()) {
            file = Path.of(source.file().get());
            repair = source.repaired();
        }
    }

    /** Leaves the progress of long work out. Messages are still printed. */
    public void quiet(boolean is) {
        quiet = is;
    }

    /** Prints messages and the progress of long work on the error stream. */
    public WorkProgress progress() {
        WorkProgress made = progress;
        if (made == null) {
            made = new WorkProgress(command.commandLine().getErr(), quiet);
            progress = made;
        }
        return made;
    }

    /** Prints a sentence on the error stream, so that it does not mix with the command's output. */
    public void announce(String sentence) {
        progress().accept(sentence);
    }
}
