package org.almt.cli.option;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.run.DataOrigin;
import org.almt.run.RunConfig;
import org.almt.run.RunData;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where samples come from. */
public final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Features in MMSA's layout, .pkl or .pkl.gz (default: what the run was trained on;"
                    + " without a run, 'train' takes the built-in data set).")
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

    private RunData forModels;

    /** Whether a file is named. */
    public boolean isNamed() {
        return file != null;
    }

    /** Whether unusable values are to be repaired. */
    public boolean repair() {
        return repair;
    }

    /** The file that is named, otherwise the built-in data set. */
    public DataOrigin origin() {
        return file == null
                ? DataOrigin.EMBEDDED
                : new DataOrigin.FeatureFile(file, repair, Optional.ofNullable(cache));
    }

    /** The file that is named, otherwise what each model was trained on. */
    public RunData forModels() {
        if (forModels == null) {
            RunData asTrained = new RunData(this::announce);
            forModels = file != null ? asTrained.at(origin())
                    : cache != null ? asTrained.cachedIn(cache)
                    : asTrained;
        }
        return forModels;
    }

    /** Takes the data of a run, repaired as there, if the command line names none. */
    public void fallBackTo(RunConfig.DataSource source) {
        if (file == null && source.file() != null) {
            file = Path.of(source.file());
            repair = source.repaired();
        }
    }

    /** On the error stream, so that it stands beside whatever a command prints. */
    public void announce(String sentence) {
        PrintWriter err = command.commandLine().getErr();
        err.println("almt: " + sentence);
        err.flush();
    }
}
