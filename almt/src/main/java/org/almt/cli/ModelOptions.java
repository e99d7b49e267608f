package org.almt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.language.LanguageModel;
import org.almt.model.Preset;
import org.almt.train.Architecture;
import org.almt.train.RunFolder;
import org.almt.train.SavedModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which trained model to use: {@code --run DIR}, or {@code --weights FILE --preset P}. */
final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--run", paramLabel = "DIR", description = "A run folder of 'almt train'.")
    private Path run;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Instead of a run: weights, .safetensors or .npz; sizes come from the weights.")
    private Path weights;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "Beside --weights: what they were trained on: mosi, mosei, sims, or these with -paper.")
    private Preset preset;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Beside --weights: whose weights they are: almt (default: almt).")
    private Architecture architecture;

    @Option(
            names = "--bert",
            paramLabel = "DIR|JAR",
            description = "The language model that made the text features (default: the run's own, where it has one).")
    private Path bert;

    /** The run folder, or null. */
    Path run() {
        return run;
    }

    /** The file of weights, or null. */
    Path weights() {
        return weights;
    }

    /** Makes sure that exactly one model is named. */
    void check() {
        if (run == null && weights == null) {
            throw new UsageError("which model? Give --run DIR, or --weights FILE and --preset P");
        }
        if (run != null && weights != null) {
            throw new UsageError("--run and --weights name two models; leave one of them out");
        }
        if (run != null && preset != null) {
            throw new UsageError("--preset goes with --weights; a run knows its own, so leave --preset out");
        }
        if (run != null && architecture != null) {
            throw new UsageError("--model goes with --weights; a run knows its own, so leave --model out");
        }
        if (weights != null && preset == null) {
            throw new UsageError("--weights needs --preset beside it, for what the weights were trained on, for example"
                    + " --preset mosi");
        }
    }

    /** Loads it. Says so where its run has not come to its end. */
    SavedModel load() throws IOException {
        SavedModel saved = loadAlone();
        if (bert == null) {
            return saved;
        }
        if (saved.language() != null) {
            throw new UsageError("the run has a language model of its own; leave --bert out");
        }
        return saved.with(LanguageModel.open(bert));
    }

    private SavedModel loadAlone() throws IOException {
        if (weights != null) {
            return SavedModel.ofWeights(weights, architecture == null ? Architecture.ALMT : architecture, preset);
        }
        RunFolder folder = RunFolder.open(run);
        folder.readConfig(); // a run of another version is told before what it lacks
        if (!folder.isFinished()) {
            if (!Files.exists(folder.best())) {
                throw new IOException("the run of " + folder.directory() + " has not finished an epoch, so there are no"
                        + " weights to use; go on with: almt train --resume " + folder.directory());
            }
            command.commandLine().getErr().println("almt: the run of " + folder.directory()
                    + " is not finished; these are its best weights so far");
        }
        return SavedModel.ofRun(run);
    }
}
