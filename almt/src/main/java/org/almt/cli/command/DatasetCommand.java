package org.almt.cli.command;

import org.almt.cli.option.UsageError;
import picocli.CommandLine.Command;

/** {@code almt dataset}: data sets made from the user's own clips. */
@Command(
        name = "dataset",
        description = "Make a data set from clips.",
        subcommands = DatasetBuildCommand.class,
        footer = "  almt dataset build MANIFEST.csv --out clips.pkl")
public final class DatasetCommand implements Runnable {
    public DatasetCommand() {}

    @Override
    public void run() {
        throw new UsageError("a command is missing: build");
    }
}
