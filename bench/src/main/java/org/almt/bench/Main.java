package org.almt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks, and prints the table. The arguments are JMH's own. */
public final class Main {
    private static final Path RESULT = Path.of("target", "jmh-result.json");

    private Main() {}

    /** Runs what the arguments choose, or everything; JMH's JSON goes to {@code target/jmh-result.json}. */
    public static void main(String[] args) throws IOException {
        try {
            run(args);
        } catch (CommandLineOptionException | RunnerException e) {
            // For example an unknown option, or another JMH at work on this machine.
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(String... args) throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions given = new CommandLineOptions(args);
        if (given.shouldHelp()) {
            given.showHelp();
            return;
        }
        if (given.shouldList() || given.shouldListWithParams()) {
            new Runner(given).list();
            return;
        }
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        if (!given.getIncludes().isEmpty()) {
            // The shares in the table need the ceiling of the same run.
            options.include(FmaCeiling.class.getName());
        }
        options.addProfiler(GCProfiler.class);
        if (!given.getResult().hasValue()) {
            Files.createDirectories(RESULT.getParent());
            options.resultFormat(ResultFormatType.JSON).result(RESULT.toString());
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        System.out.print(Report.of(results).table());
        if (!given.getResult().hasValue()) {
            System.out.println("JMH's own figures: " + RESULT.toAbsolutePath());
        }
    }
}
