package org.almt.learn;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Compiles an exercise, or its solution, and runs its tests. Exercises are independent: one that does not compile,
 * overflows the stack or never ends costs no points of another one.
 */
final class ExerciseRun {
    /** The time limit for the tests and the answers of one exercise. The solutions take less than a second. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String PACKAGE = "org.almt.learn.exercise.";

    private final CourseFiles course;
    private final boolean solved;
    private final Path folder;
    private final Duration limit;

    /**
     * The outcome of an exercise.
     *
     * @param name of its class
     * @param tests number of tests that ran to their end; 0 if it did not compile or took too long
     * @param failures the failures, a line each
     * @param hash of its answers; empty if it gave none
     */
    record Outcome(String name, int tests, List<String> failures, Optional<String> hash) {
        boolean passed() {
            return tests > 0 && failures.isEmpty();
        }

        /** Whether every failure is the exception that an unsolved exercise throws. */
        boolean open() {
            return failures.stream().allMatch(failure -> failure.contains(": exercise " + number(name) + ": "));
        }

        /** Why it was not run to its end. Empty if it was. */
        Optional<String> stopped() {
            return tests > 0 ? Optional.empty() : failures.stream().findFirst();
        }

        private static Outcome stopped(String name, List<String> reasons) {
            return new Outcome(name, 0, reasons, Optional.empty());
        }
    }

    /**
     * @param course the course of the exercises
     * @param solved whether the solutions are run instead
     * @param folder for the classes
     * @param limit the time limit for one exercise
     */
    ExerciseRun(CourseFiles course, boolean solved, Path folder, Duration limit) {
        this.course = course;
        this.solved = solved;
        this.folder = folder;
        this.limit = limit;
    }

    /** The names of the exercises, in order. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : course.exerciseSources()) {
            String name = file.getFileName().toString().replace(".java", "");
            if (Files.exists(course.exercises().resolve(name + "Test.java"))) {
                names.add(name);
            }
        }
        return names;
    }

    /** The number of an exercise. It is the number of its lesson. */
    static int number(String name) {
        return Integer.parseInt(name.substring(1, 3));
    }

    /** Compiles an exercise and runs its tests. */
    Outcome run(String name) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name));
        List<String> errors = compile(name, classes);
        if (!errors.isEmpty()) {
            return Outcome.stopped(name, errors);
        }
        try (Loader loader = new Loader(classes)) {
            return withinTheLimit(name, loader);
        }
    }

    /** Returns the errors of the compiler, a line each. */
    private List<String> compile(String name, Path classes) throws IOException {
        var javac = ToolProvider.getSystemJavaCompiler();
        var said = new DiagnosticCollector<JavaFileObject>();
        List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-cp",
                System.getProperty("java.class.path")));
        if (!solved) { // a learner may add other classes
            options.addAll(List.of("-sourcepath", course.folder().resolve("src/test/java").toString()));
        }
        try (var files = javac.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            var sources = files.getJavaFileObjects((solved ? course.solutions() : course.exercises())
                    .resolve(name + ".java"), course.exercises().resolve(name + "Test.java"));
            if (javac.getTask(null, files, said, options, null, sources).call()) {
                return List.of();
            }
        }
        List<String> errors = new ArrayList<>();
        for (var one : said.getDiagnostics()) {
            if (one.getKind() == Diagnostic.Kind.ERROR) {
                String place = one.getSource() == null
                        ? name
                        : Path.of(one.getSource().toUri()).getFileName() + " line " + one.getLineNumber();
                errors.add("does not compile: " + place + ": " + oneLine(one.getMessage(Locale.ENGLISH)));
            }
        }
        return errors.isEmpty() ? List.of("does not compile") : errors;
    }

    /** Runs the tests on a separate thread. If it is late, it runs until the JVM ends: Java cannot stop a thread. */
    private Outcome withinTheLimit(String name, Loader loader) {
        FutureTask<Outcome> task = new FutureTask<>(() -> test(name, loader));
        Thread thread = Thread.ofPlatform().name(name).daemon().start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return Outcome.stopped(name, List.of("stopped after " + limit.toSeconds()
                    + " seconds: look for a loop that does not end"));
        } catch (ExecutionException e) {
            return Outcome.stopped(name, List.of(said(e.getCause() == null ? e : e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The exercise " + name + " was interrupted", e);
        }
    }

    private static Outcome test(String name, Loader loader) throws ReflectiveOperationException {
        List<String> failures = new ArrayList<>();
        int[] tests = {0};
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> test = loader.loadClass(PACKAGE + name + "Test");
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(test))
                .filters(EngineFilter.includeEngines("junit-jupiter")).build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier one, TestExecutionResult result) {
                tests[0] += one.isTest() ? 1 : 0;
                result.getThrowable().ifPresent(
                        thrown -> failures.add(one.getDisplayName() + ": " + said(thrown) + place(name, thrown)));
            }
        });
        return new Outcome(name, tests[0], failures, hash(test));
    }

    private static Optional<String> hash(Class<?> test) throws ReflectiveOperationException {
        var made = test.getDeclaredConstructor();
        made.setAccessible(true);
        Graded graded = (Graded) made.newInstance();
        try {
            return Optional.of(Hash.of(graded.answers()));
        } catch (Throwable e) { // a learner's program may throw anything, even StackOverflowError
            return Optional.empty();
        }
    }

    private static String said(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.toString() : firstLine(message);
    }

    /** The line of the exercise that threw an exception, unless the test or an unsolved exercise threw it. */
    private static String place(String name, Throwable thrown) {
        if (thrown instanceof AssertionError || thrown instanceof UnsupportedOperationException) {
            return "";
        }
        return Arrays.stream(thrown.getStackTrace()).filter(frame -> (name + ".java").equals(frame.getFileName()))
                .map(frame -> ", at " + name + ".java line " + frame.getLineNumber()).findFirst().orElse("");
    }

    /** What the compiler refuses, and the name that it searched for, which is on another line. */
    private static String oneLine(String message) {
        return message.lines().map(String::strip).filter(line -> line.startsWith("symbol:")).findFirst()
                .map(symbol -> firstLine(message) + ", " + symbol.replaceAll("\\s+", " ")).orElse(firstLine(message));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }

    /** Loads exercises from its own folder, even if the parent has other classes with these names. */
    private static final class Loader extends URLClassLoader {
        Loader(Path classes) throws MalformedURLException {
            super(new URL[] {classes.toUri().toURL()}, ExerciseRun.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
