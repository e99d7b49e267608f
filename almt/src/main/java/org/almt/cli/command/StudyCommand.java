package org.almt.cli.command;

import org.almt.cli.option.UsageError;
import picocli.CommandLine.Command;

/** {@code almt study}: compares variants of a model, over several seeds, in one table. */
@Command(
        name = "study",
        description = "Train variants of a model with several seeds each, and compare them.",
        footer = {
                "  almt study list",
                "  almt study show example",
                "  almt study run example"
        },
        subcommands = {StudyRunCommand.class, StudyListCommand.class, StudyShowCommand.class})
public final class StudyCommand implements Runnable {
    public StudyCommand() {}

    @Override
    public void run() {
        throw new UsageError("a command is missing: run, list or show");
    }
}
