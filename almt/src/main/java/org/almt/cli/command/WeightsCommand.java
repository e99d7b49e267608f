package org.almt.cli.command;

import org.almt.cli.option.UsageError;
import picocli.CommandLine.Command;

/** {@code almt weights}: downloads and imports language models. */
@Command(
        name = "weights",
        description = "Put the weights, vocabulary and settings of a BERT into one folder.",
        footer = {
                "  almt weights get bge-small-en",
                "  almt weights import model.jar --out weights/mine"
        },
        subcommands = {WeightsImportCommand.class, WeightsGetCommand.class})
public final class WeightsCommand implements Runnable {
    public WeightsCommand() {}

    @Override
    public void run() {
        throw new UsageError("a command is missing: import or get");
    }
}
