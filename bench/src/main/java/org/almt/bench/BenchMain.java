package org.almt.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks, prints the table, and fails if the guard finds a fall. The arguments are those of JMH. Without
 * arguments, everything that the guard needs is measured. A single argument {@code embedding} prints {@code
 * EmbeddingFigures} instead, {@code denormal} prints {@code DenormalFigures}, {@code growth} prints {@code
 * GrowthFigures}, and {@code cores} prints {@code CoresFigures}.
 *
 * <p>System properties: {@code bench.form} ({@code full}, or {@code short}: the rows marked {@code short} in {@code
 * guard.csv}), {@code bench.rounds} (2 for A-B-B-A), {@code bench.width} (the vector width of all contestants: {@code
 * auto}, 128, 256 or 512 bits) and {@code bench.results} ({@code true} puts the tables of this run into {@code
 * docs/results.md}).
 */
public final class BenchMain {
    private static final Path RESULTS = Path.of("docs/results.md");
    private static final Path RESULT = Path.of("target", "jmh-result.json");
    private static final Path LOG = Path.of("target", "jmh.log");

    private BenchMain() {}

    /** Measures what the arguments choose. Exits with 1 if that is impossible, or if the guard finds a fall. */
    public static void main(String[] args) throws IOException {
        try {
            System.exit(run(args) ? 0 : 1);
        } catch (CommandLineOptionException | RunnerException | IllegalArgumentException e) {
            // For example an unknown option, or another JMH that runs on this machine.
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(String... args) throws CommandLineOptionException, RunnerException, IOException {
        if (args.length == 1 && printsFigures(args[0])) {
            return true;
        }
        CommandLineOptions given = new CommandLineOptions(args);
        if (given.shouldHelp()) {
            given.showHelp();
            return true;
        }
        if (given.shouldList() || given.shouldListWithParams()) {
            new Runner(given).list();
            return true;
        }
        int bits = VectorWidth.chosen(System.getProperty("bench.width", "auto"));
        Path thresholds = Guard.file(bits);
        Guard guard = Guard.read(thresholds);
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        List<Case> everything = Plan.all(new OptionsBuilder().build(), silent);
        guard.requireBenchmarks(thresholds, everything);
        List<Case> chosen = given.getIncludes().isEmpty()
                ? Plan.all(given, silent).stream().filter(form(guard)).toList()
                : withCeilings(Plan.all(given, silent), everything);
        Files.createDirectories(LOG.getParent());
        System.out.print(Machine.describe(bits));
        try (OutputStream log = Files.newOutputStream(LOG)) {
            Measurer measurer = new Measurer(given, System.out, given.verbosity().hasValue() ? System.out : log, bits);
            return measure(given, guard, chosen, measurer, bits);
        }
    }

    /** Prints figures that are measured without JMH. */
    private static boolean printsFigures(String name) throws IOException {
        switch (name) {
            case "embedding" -> EmbeddingFigures.print(System.out);
            case "denormal" -> DenormalFigures.print(System.out);
            case "cores" -> CoresFigures.print(System.out);
            case "growth" -> GrowthFigures.print(System.out, Path.of("target", "growth.svg"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean measure(CommandLineOptions given, Guard guard, List<Case> chosen, Measurer measurer,
            int bits)
            throws RunnerException, IOException {
        Figures figures = measurer.figures();
        int rounds = Integer.getInteger("bench.rounds", 1);
        measurer.measure(Plan.rows(chosen, Plan::isCeiling), 1);
        measurer.measure(Plan.rows(chosen, some -> !Plan.isCeiling(some)), rounds);
        // The machine may have been busy with something else at first: the ceilings get a second chance.
        measurer.measure(Plan.rows(chosen, Plan::isCeiling), 1);
        // Other programs may have disturbed a figure: a fall is measured again, A-B-B-A, before it counts.
        List<Threshold> falls = guard.falls(chosen, figures);
        measurer.measure(Plan.rows(chosen, some -> falls.stream().anyMatch(fall -> fall.needs(some))), 2);
        System.out.print(Report.table(figures));
        if (Boolean.getBoolean("bench.results")) {
            ResultsPage.update(RESULTS, figures, bits);
        }
        Path result = Path.of(given.getResult().orElse(RESULT.toString()));
        try (PrintStream out = new PrintStream(result.toFile(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(given.getResultFormat().orElse(ResultFormatType.JSON), out)
                    .writeOut(measurer.results());
        }
        System.out.println("JMH's own figures: " + result.toAbsolutePath() + ", its output: " + LOG.toAbsolutePath());
        System.out.print(guard.verdict(chosen, figures));
        return guard.failures(chosen, figures).isEmpty() && figures.oursIsMeasured();
    }

    private static Predicate<Case> form(Guard guard) {
        String form = System.getProperty("bench.form", "full");
        return switch (form) {
            case "full" -> Plan::byDefault;
            case "short" -> guard::inShortForm;
            default -> throw new IllegalArgumentException("bench.form: '" + form + "' is neither full nor short");
        };
    }

    /** The shares in the table need the ceilings of the same run. */
    private static List<Case> withCeilings(Collection<Case> chosen, Collection<Case> everything) {
        List<Case> cases = new ArrayList<>();
        for (Case some : everything) {
            if (Plan.isCeiling(some) && !chosen.contains(some)
                    && chosen.stream().anyMatch(other -> other.threads() == some.threads())) {
                cases.add(some);
            }
        }
        cases.addAll(chosen);
        return cases;
    }
}
