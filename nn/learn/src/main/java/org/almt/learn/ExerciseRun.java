package org.almt.learn;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Compiles the exercises, or their solutions, and runs their tests. */
final class ExerciseRun implements AutoCloseable {
    private static final String PACKAGE = "org.almt.learn.exercise.";

    private final CourseFiles course;
    private final Loader loader;

    /**
     * What became of an exercise.
     *
     * @param name of its class
     * @param tests how many were run
     * @param failures what failed, a line each
     * @param hash of its answers; empty if it gave none
     */
    record Outcome(String name, int tests, List<String> failures, Optional<String> hash) {
        boolean passed() {
            return tests > 0 && failures.isEmpty();
        }
    }

    private ExerciseRun(CourseFiles course, Loader loader) {
        this.course = course;
        this.loader = loader;
    }

    /**
     * Compiles into a folder.
     *
     * @throws IOException with what the compiler says, if it is not content
     */
    static ExerciseRun compile(CourseFiles course, boolean solved, Path classes) throws IOException {
        var javac = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-proc:none", "-cp",
                System.getProperty("java.class.path"));
        try (var files = javac.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            var sources = files.getJavaFileObjectsFromPaths(course.exerciseSources(solved));
            if (!javac.getTask(said, files, null, options, null, sources).call()) {
                throw new IOException("The exercises do not compile:\n" + said);
            }
        }
        return new ExerciseRun(course, new Loader(classes));
    }

    /** The names of the exercises, in order. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : course.exerciseSources(false)) {
            String name = file.getFileName().toString().replace(".java", "");
            if (Files.exists(course.exercises().resolve(name + "Test.java"))) {
                names.add(name);
            }
        }
        return names;
    }

    /** The number of an exercise, which is that of its lesson. */
    static int number(String name) {
        return Integer.parseInt(name.substring(1, 3));
    }

    /** Runs the tests of an exercise. */
    Outcome run(String name) {
        List<String> failures = new ArrayList<>();
        int[] tests = {0};
        try {
            Class<?> test = loader.loadClass(PACKAGE + name + "Test");
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(test))
                    .filters(EngineFilter.includeEngines("junit-jupiter")).build();
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                LauncherFactory.create().execute(request, new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier one, TestExecutionResult result) {
                        tests[0] += one.isTest() ? 1 : 0;
                        result.getThrowable()
                                .ifPresent(thrown -> failures.add(one.getDisplayName() + ": " + said(thrown)));
                    }
                });
            } finally {
                thread.setContextClassLoader(before);
            }
            return new Outcome(name, tests[0], failures, hash(test));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The exercise " + name + " has no test", e);
        }
    }

    private static Optional<String> hash(Class<?> test) throws ReflectiveOperationException {
        var made = test.getDeclaredConstructor();
        made.setAccessible(true);
        try {
            return Optional.of(Hash.of(((Graded) made.newInstance()).answers()));
        } catch (InvocationTargetException e) {
            throw e;
        } catch (RuntimeException | AssertionError e) {
            return Optional.empty(); // not solved yet
        }
    }

    private static String said(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message.lines().findFirst().orElse(thrown.toString());
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** Takes exercises from its own folder, even where the parent has others of these names. */
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
