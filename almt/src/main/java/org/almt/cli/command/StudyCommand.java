package org.almt.cli.command;

import org.almt.cli.option.UsageError;
import picocli.CommandLine.Command;

/** {@code almt study}: several variants of a model, with several seeds, in one table. */
@Command(
        name = "study",
        description = "Train variants of a model with several seeds, and compare them.",
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
        throw new UsageError("what shall be done with studies? There are run, list and show");
    }
}
