package org.almt.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code almt} command. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "almt",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpWidth = 100,
        synopsisHeading = "Usage: ",
        description = "Multimodal sentiment analysis with ALMT, in pure Java.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
                "  almt train                                   train on the built-in data set",
                "  almt train --data mosi.pkl --preset mosi     train on CMU-MOSI features",
                "  almt evaluate --run runs/mosi-seed1 --data mosi.pkl",
                "  almt train --help                            options and examples of one command"
        },
        subcommands = {
                TrainCommand.class, EvaluateCommand.class, PredictCommand.class, ScoreCommand.class,
                DescribeCommand.class, InspectCommand.class, HelpCommand.class
        })
public final class Main implements Runnable {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
    private boolean debug;

    /** A command without words; picocli fills it in. */
    public Main() {}

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, ready to execute; its streams may be replaced. */
    static CommandLine commandLine() {
        return Words.register(new CommandLine(new Main()))
                .setUsageHelpAutoWidth(false)
                .setExecutionExceptionHandler(Failures::onException)
                .setParameterExceptionHandler(Failures::onWrongUsage);
    }

    /** {@code almt} alone shows what there is. */
    @Override
    public void run() {
        throw new UsageError("a command is missing: train, evaluate, predict, score, describe or inspect");
    }
}
