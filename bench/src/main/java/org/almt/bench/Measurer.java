package org.almt.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures one case after another, each with JMH in separate JVMs. It prints a line for each. */
final class Measurer {
    /** Finds the reason in JMH's output why a fork died. */
    private static final Pattern REASON = Pattern.compile("SIG[A-Z]{3,}|exit code|Exception|Error");

    private final Options given;
    private final PrintStream progress;
    private final OutputStream log;
    private final int bits;
    private final RunClock clock;
    private final Figures figures = new Figures();
    private final List<RunResult> results = new ArrayList<>();
    /** Held while a result is added, and from the moment when the run is interrupted. */
    private final Lock adding = new ReentrantLock();

    /**
     * @param given JMH's options of the command line
     * @param log receives the output of JMH
     * @param bits the vector width of all contestants
     * @param clock the time of the run
     */
    Measurer(Options given, PrintStream progress, OutputStream log, int bits, RunClock clock) {
        this.given = given;
        this.bits = bits;
        this.progress = progress;
        this.log = log;
        this.clock = clock;
    }

    /** Where the lines of progress go. */
    PrintStream progress() {
        return progress;
    }

    Figures figures() {
        return figures;
    }

    /** JMH's results. */
    Collection<RunResult> results() {
        return results;
    }

    /** Ends the measurements for good, from another thread, so that the figures stay as they are. */
    void interrupt() {
        adding.lock();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }

    /** Measures the plan of the run. A case for which there is no time left is noted. */
    void measure(Collection<Case> plan) throws RunnerException, IOException {
        for (Case some : plan) {
            String place = clock.begin();
            if (clock.isOver(some)) {
                figures.leftOut(some);
            } else {
                measure(place, some, true);
            }
        }
    }

    /** Measures again what fell, while there is time. */
    void measureAgain(Collection<Case> falls) throws RunnerException, IOException {
        for (Case some : falls) {
            if (!clock.isOver(some)) {
                measure("[again, " + RunClock.minutes(clock.elapsed()) + "]", some, false);
            }
        }
    }

    private void measure(String place, Case some, boolean planned) throws RunnerException, IOException {
        progress.print(place + " " + some.work() + ": " + some.contestant());
        progress.flush();
        // The first start may unpack a native library and die during it.
        String reason = inQuiet(some, planned);
        if (reason != null) {
            progress.print(" (died, tried again)");
            reason = inQuiet(some, false);
        }
        if (reason == null) {
            progress.println(" " + Report.time(figures.micros(some.work(), some.contestant())));
        } else {
            figures.addFailure(some, reason);
            progress.println(" died: " + reason);
        }
    }

    /** Measures a case that other programs disturbed again, at most twice. */
    private @Nullable String inQuiet(Case some, boolean planned) throws RunnerException, IOException {
        for (int attempts = 1;; attempts++) {
            long start = System.nanoTime();
            OtherPrograms.Sample before = OtherPrograms.Sample.now();
            String reason = attempt(some);
            double took = (System.nanoTime() - start) / 1e9;
            if (planned && attempts == 1) {
                clock.end(some, took);
            } else {
                clock.repeated(took);
            }
            OtherPrograms noise = OtherPrograms.between(before, OtherPrograms.Sample.now());
            boolean disturbed = noise != null && noise.disturbs(some.threads());
            if (reason == null) {
                figures.disturbed(some, disturbed);
            }
            if (reason != null || !disturbed || attempts == 3 || !clock.mayRepeat(some)) {
                return reason;
            }
            progress.print(" (noise: " + noise + "; again)");
            progress.flush();
        }
    }

    /** The reason why there is no figure. Null if there is one. */
    private @Nullable String attempt(Case some) throws RunnerException, IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream listener = new PrintStream(said, true, StandardCharsets.UTF_8);
        PrintStream out = System.out;
        PrintStream err = System.err;
        Collection<RunResult> found;
        try {
            // JMH prints the output of forks directly, not through its output format.
            System.setOut(listener);
            System.setErr(listener);
            found = new Runner(options(some), OutputFormatFactory.createFormatInstance(
                    listener, given.verbosity().orElse(VerboseMode.NORMAL))).run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        log.write(said.toByteArray());
        log.flush();
        adding.lock(); // for ever, if the run was interrupted
        try {
            for (RunResult result : found) {
                results.add(result);
                figures.add(some, figure(result));
            }
        } finally {
            adding.unlock();
        }
        if (found.isEmpty()) {
            awaitInterrupt();
        }
        return found.isEmpty()
                ? said.toString(StandardCharsets.UTF_8).lines()
                        .filter(line -> REASON.matcher(line).find() && !line.startsWith("# VM options"))
                        .map(String::strip).findFirst().orElse("no reason was given")
                : null;
    }

    /** Ctrl-C ends the fork and this JVM, possibly the fork a moment earlier. This is no death to report. */
    private void awaitInterrupt() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        adding.lock();
        adding.unlock();
    }

    private Options options(Case some) {
        ChainedOptionsBuilder options = new OneBenchmark(some.benchmark()).parent(given).shouldFailOnError(false)
                .addProfiler(GCProfiler.class);
        some.params().forEach(options::param);
        if (!given.getMeasurementIterations().hasValue() && !given.getMeasurementTime().hasValue()) {
            double least = Work.of(some).leastMicros(figures.gigaflops(some.threads()), Double.POSITIVE_INFINITY);
            options.measurementIterations(CaseSeconds.iterations(some, least / 1e6));
        }
        options.jvmArgsPrepend(VectorWidth.flags(bits).toArray(String[]::new));
        Environment environment = BenchmarkClass.of(some).getAnnotation(Environment.class);
        if (environment != null) {
            List<String> variables = new ArrayList<>(List.of(environment.value()));
            variables.addAll(VectorWidth.variables(bits));
            options.addProfiler(EnvironmentSetter.class, EnvironmentSetter.joined(variables));
        }
        return options.build();
    }

    /** Without this class JMH would also run the benchmarks that the command line names. */
    private static final class OneBenchmark extends OptionsBuilder {
        private static final long serialVersionUID = 1;
        private final String name;

        OneBenchmark(String name) {
            this.name = name;
        }

        @Override
        public List<String> getIncludes() {
            return List.of("^" + Pattern.quote(name) + "$");
        }

        @Override
        public List<String> getExcludes() {
            return List.of();
        }
    }

    private static Figure figure(RunResult result) {
        List<Double> micros = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                micros.add(iteration.getPrimaryResult().getScore());
                Result<?> allocated = iteration.getSecondaryResults().get("gc.alloc.rate.norm");
                bytes.add(allocated == null ? Double.NaN : allocated.getScore());
            }
        }
        return new Figure(micros, Figure.median(bytes));
    }
}
