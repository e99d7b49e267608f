package org.almt.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
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
 * auto}, 128, 256 or 512 bits), {@code bench.minutes} (the longest run; {@code auto}: ten minutes, if less is planned)
 * and {@code bench.results} ({@code true} puts the tables of this run into {@code docs/results.md}, unless measurements
 * are missing).
 */
public final class BenchMain {
    private static final Path RESULTS = Path.of("docs/results.md");
    private static final Path RESULT = Path.of("target", "jmh-result.json");
    private static final Path TABLE = Path.of("target", "table.txt");
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
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        if (given.shouldList() || given.shouldListWithParams()) {
            System.out.print(Plan.list(given, silent, given.shouldListWithParams()));
            return true;
        }
        int bits = VectorWidth.chosen(System.getProperty("bench.width", "auto"));
        Path thresholds = Guard.file(bits);
        Guard guard = Guard.read(thresholds);
        List<Case> everything = Plan.all(new OptionsBuilder().build(), silent);
        guard.requireBenchmarks(thresholds, everything);
        List<Case> chosen = given.getIncludes().isEmpty()
                ? Plan.withCeilings(Plan.all(given, silent).stream().filter(form(guard))
                        .filter(some -> !Plan.isCeiling(some)).toList(), everything)
                : Plan.withCeilings(Plan.all(given, silent), everything);
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no benchmark has " + String.join(" or ", given.getIncludes())
                    + " in its name; there are " + String.join(", ", Plan.groups(everything))
                    + "; -Djmh.args=-lp lists their parameters too");
        }
        Plan.requireParameters(List.of(args), chosen);
        Files.createDirectories(LOG.getParent());
        keepLast(LOG);
        System.out.print(Machine.describe(bits));
        try (OutputStream log = Files.newOutputStream(LOG)) {
            int rounds = Integer.getInteger("bench.rounds", 1);
            List<Case> order = Plan.order(chosen, rounds);
            RunClock clock = new RunClock(order, System.getProperty("bench.minutes", "auto"));
            System.out.print(clock.announce());
            Measurer measurer = new Measurer(given, System.out, given.verbosity().hasValue() ? System.out : log, bits,
                    clock);
            return measure(new Run(given, guard, chosen, order, bits), measurer);
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

    /** What a run measures, in this order, and judges by. */
    private record Run(CommandLineOptions given, Guard guard, List<Case> chosen, List<Case> order, int bits) {}

    private static boolean measure(Run run, Measurer measurer) throws RunnerException, IOException {
        Figures figures = measurer.figures();
        Thread partial = new Thread(() -> reportInterrupted(measurer, run.order));
        Runtime.getRuntime().addShutdownHook(partial);
        if (Boolean.getBoolean("bench.ofMaven")) {
            // A signal that ends Maven alone would leave this JVM behind.
            ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(1)));
        }
        try {
            measurer.measure(run.order);
        } catch (RunnerException e) {
            if (figures.measured() == 0) {
                Runtime.getRuntime().removeShutdownHook(partial); // for example because another JMH runs
            }
            throw e;
        }
        // Other programs may have disturbed a figure: a fall is measured again, A-B-B-A, before it counts.
        List<Threshold> falls = run.guard.falls(run.chosen, figures);
        measurer.measureAgain(Plan.again(run.chosen, some -> falls.stream().anyMatch(fall -> fall.needs(some))));
        try {
            Runtime.getRuntime().removeShutdownHook(partial);
        } catch (IllegalStateException e) {
            return false; // interrupted at this moment: the hook reports
        }
        String table = Report.table(figures);
        System.out.print(table);
        Files.writeString(TABLE, Machine.describe(run.bits) + table);
        if (Boolean.getBoolean("bench.results") && figures.leftOut().isEmpty()) {
            ResultsPage.update(RESULTS, figures, run.bits, Machine.origin());
        } else if (Boolean.getBoolean("bench.results")) {
            System.out.println("bench: " + RESULTS + " stays as it was, because measurements are missing");
        }
        Path result = Path.of(run.given.getResult().orElse(RESULT.toString()));
        keepLast(result);
        try (PrintStream out = new PrintStream(result.toFile(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(run.given.getResultFormat().orElse(ResultFormatType.JSON), out)
                    .writeOut(measurer.results());
        }
        System.out.println("JMH's own figures: " + result.toAbsolutePath() + ", its output: " + LOG.toAbsolutePath()
                + ", this table: " + TABLE.toAbsolutePath());
        System.out.print(run.guard.verdict(run.chosen, figures));
        return run.guard.failures(run.chosen, figures).isEmpty() && figures.oursIsMeasured()
                && figures.leftOut().isEmpty();
    }

    /** Ctrl-C, or a signal to end: what is finished is shown, and nothing is judged. */
    private static void reportInterrupted(Measurer measurer, List<Case> order) {
        measurer.interrupt();
        String table = "\n" + Report.table(measurer.figures()) + "interrupted: a partial table, of "
                + measurer.figures().measured() + " of " + order.stream().distinct().count()
                + " measurements; the guard judges nothing\n";
        measurer.progress().print(table);
        measurer.progress().flush();
        try {
            Files.writeString(TABLE, table);
        } catch (IOException e) {
            measurer.progress().println("bench: " + TABLE + " cannot be written: " + e.getMessage());
        }
    }

    /** The file of the run before is kept beside the new one: {@code before-jmh.log}. */
    private static void keepLast(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling("before-" + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Predicate<Case> form(Guard guard) {
        String form = System.getProperty("bench.form", "full");
        return switch (form) {
            case "full" -> Plan::byDefault;
            case "short" -> guard::inShortForm;
            default -> throw new IllegalArgumentException("bench.form: '" + form + "' is neither full nor short");
        };
    }
}
