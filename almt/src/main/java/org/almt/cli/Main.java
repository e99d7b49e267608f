package org.almt.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.almt.cli.command.DatasetCommand;
import org.almt.cli.command.DemoCommand;
import org.almt.cli.command.DescribeCommand;
import org.almt.cli.command.DistillCommand;
import org.almt.cli.command.EncodeCommand;
import org.almt.cli.command.EvaluateCommand;
import org.almt.cli.command.ExplainCommand;
import org.almt.cli.command.FeaturesCommand;
import org.almt.cli.command.InspectCommand;
import org.almt.cli.command.PredictCommand;
import org.almt.cli.command.ScoreCommand;
import org.almt.cli.command.StudyCommand;
import org.almt.cli.command.TrainCommand;
import org.almt.cli.command.VersionProvider;
import org.almt.cli.command.WeightsCommand;
import org.almt.cli.option.UsageError;
import org.almt.cli.option.Words;
import org.almt.cli.output.Failures;
import org.almt.cli.output.SettingTexts;
import org.almt.cli.output.StandardOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine;

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
                "  almt train                                   train on the embedded data set",
                "  almt train --data mosi.pkl --preset mosi     train on CMU-MOSI features",
                "  almt evaluate --run runs/mosi-seed1 --data mosi.pkl",
                "  almt train --help                            options and examples of one command"
        })
public final class Main implements Runnable {
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
    private boolean debug;

    /** An empty command, whose fields picocli sets. */
    public Main() {}

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StandardOutput.install();
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * The command line, ready to execute. Its streams may be replaced. If the first argument names a command, the
     * command line contains that command alone. The reason is speed: adding all commands takes a third of the time that
     * {@code predict} needs.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setResourceBundle(new SettingTexts()); // before the commands are added: they inherit it
        Supplier<Object> asked = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (asked != null) {
            line.addSubcommand(asked.get());
        } else {
            COMMANDS.values().forEach(command -> line.addSubcommand(command.get()));
            line.addSubcommand(new HelpCommand());
        }
        return Words.register(line)
                .setUsageHelpAutoWidth(false)
                .setExpandAtFiles(false) // a sentence may begin with @
                .setExecutionExceptionHandler(Failures::onException)
                .setParameterExceptionHandler(Failures::onWrongUsage);
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("train", TrainCommand::new);
        commands.put("evaluate", EvaluateCommand::new);
        commands.put("predict", PredictCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("features", FeaturesCommand::new);
        commands.put("dataset", DatasetCommand::new);
        commands.put("encode", EncodeCommand::new);
        commands.put("score", ScoreCommand::new);
        commands.put("describe", DescribeCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("weights", WeightsCommand::new);
        commands.put("study", StudyCommand::new);
        commands.put("distill", DistillCommand::new);
        return commands;
    }

    /** {@code almt} without a command is an error that lists the commands. */
    @Override
    public void run() {
        throw new UsageError(
                "a command is missing: train, evaluate, predict, explain, demo, features, dataset, encode, score,"
                        + " describe,"
                        + " inspect, weights, study or distill");
    }
}
