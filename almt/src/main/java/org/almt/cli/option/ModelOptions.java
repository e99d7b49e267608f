package org.almt.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.almt.cli.output.HarmlessWriter;
import org.almt.language.LanguageModel;
import org.almt.model.Preset;
import org.almt.run.RunFolder;
import org.almt.saved.Architecture;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for trained models: {@code --run DIR}, once or more, or {@code --weights FILE --preset P}. */
public final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "A run folder of 'almt train'. If repeated, the prediction is the mean of the runs'"
                    + " predictions.")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Instead of a run: weights (.safetensors or .npz), which also set the sizes.")
    private @Nullable Path weights;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "With --weights: the data that they were trained on: mosi, mosei, sims, or these with"
                    + " -paper.")
    private @Nullable Preset preset;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "With --weights: the model that they belong to: almt, or another model of train --model"
                    + " (default: almt).")
    private @Nullable Architecture architecture;

    @Option(
            names = "--bert",
            paramLabel = "DIR|JAR",
            description = "The language model that made the text features (default: the run's own, if it has one).")
    private @Nullable Path bert;

    /** The run folders. */
    public List<Path> runs() {
        return runs;
    }

    /** The file of weights, or null. */
    public @Nullable Path weights() {
        return weights;
    }

    /** The language model that is named, or null. */
    public @Nullable Path bert() {
        return bert;
    }

    /** Checks that models are named, and in one way only. */
    public void check() {
        if (runs.isEmpty() && weights == null) {
            throw new UsageError("which model? Give --run DIR, or --weights FILE and --preset P");
        }
        if (!runs.isEmpty() && weights != null) {
            throw new UsageError("--run and --weights name two models; leave one of them out");
        }
        if (!runs.isEmpty() && preset != null) {
            throw new UsageError("--preset goes with --weights; a run states its own preset, so leave --preset out");
        }
        if (!runs.isEmpty() && architecture != null) {
            throw new UsageError("--model goes with --weights; a run states its own model, so leave --model out");
        }
        if (weights != null && preset == null) {
            throw new UsageError("--weights needs --preset, for the data that the weights were trained on, for example"
                    + " --preset mosi");
        }
    }

    /** Loads the models, and prints a note if the training of a run is not finished. */
    public List<SavedModel> load() throws IOException {
        List<SavedModel> models = new ArrayList<>();
        if (weights != null) {
            models.add(withBert(SavedModel.ofWeights(
                    weights, architecture == null ? Architecture.ALMT : architecture,
                    Objects.requireNonNull(preset, "see check()"))));
        }
        for (Path run : runs) {
            models.add(withBert(ofRun(run)));
            if (models.getLast().kind() != models.getFirst().kind()) {
                throw new UsageError("--run " + run + " predicts on another scale (" + models.getLast().kind().label()
                        + ") than --run " + runs.getFirst() + " (" + models.getFirst().kind().label()
                        + "); a mean of the two is not defined");
            }
        }
        return models;
    }

    private SavedModel withBert(SavedModel saved) throws IOException {
        if (bert == null) {
            return saved;
        }
        if (saved.language() != null) {
            throw new UsageError("the run has its own language model; leave --bert out");
        }
        LanguageModel model = LanguageModel.open(bert);
        model.tokenizer().notes()
                .forEach(line -> HarmlessWriter.of(command.commandLine().getErr()).println("almt: " + line));
        try {
            return saved.with(model);
        } catch (IllegalArgumentException e) {
            throw new UsageError("--bert " + bert + ": " + e.getMessage());
        }
    }

    private SavedModel ofRun(Path run) throws IOException {
        RunFolder folder = RunFolder.open(run);
        folder.readConfig(); // an error for another version comes before errors for missing files
        if (!folder.isFinished()) {
            if (!Files.exists(folder.best())) {
                throw new IOException("the run of " + folder.directory() + " has not finished an epoch, so there are no"
                        + " weights to use; continue with: almt train --resume " + folder.directory());
            }
            HarmlessWriter.of(command.commandLine().getErr()).println("almt: the run of " + folder.directory()
                    + " is not finished; these are its best weights so far");
        }
        return SavedModel.ofRun(run);
    }
}
