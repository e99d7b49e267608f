package org.almt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.almt.io.Sha256;

/**
 * {@code almt} in a separate JVM.
 *
 * @param exitCode 0 done, 1 failed, 2 wrong usage
 * @param out what it printed
 * @param err its error messages, including the JVM's own warnings
 */
record ChildAlmt(int exitCode, String out, String err) {
    static final String VECTOR_API = "--add-modules=jdk.incubator.vector";

    private static final Set<String> MODULES = Set.of(
            "org.almt", "org.almt.cli", "org.almt.core", "org.almt.features", "org.almt.nn", "org.almt.study",
            "org.almt.train",
            "com.fasterxml.jackson.core", "info.picocli", "de.siegmar.fastcsv");

    /** On the class path. */
    static ChildAlmt run(List<String> flags, List<String> words) throws IOException, InterruptedException {
        return run(java(flags, "-cp", System.getProperty("java.class.path"), Main.class.getName()), words);
    }

    /** As named modules. */
    static ChildAlmt runModules(List<String> flags, List<String> words) throws IOException, InterruptedException {
        return run(java(flags, "--module-path", modulePath(), "-m", "org.almt.cli/" + Main.class.getName()), words);
    }

    /** A program with the given words. */
    static ChildAlmt run(ProcessBuilder program, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(words);
        Path out = Files.createTempFile("almt", ".out");
        Path err = Files.createTempFile("almt", ".err");
        try {
            int exitCode = program.command(command).redirectOutput(out.toFile()).redirectError(err.toFile())
                    .start().waitFor();
            return new ChildAlmt(exitCode, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Runs a program on the class path, and kills it as soon as it prints a line that begins so. */
    static void killAt(String line, List<String> words) throws IOException, InterruptedException {
        ProcessBuilder program = java(
                List.of(VECTOR_API), "-cp", System.getProperty("java.class.path"), Main.class.getName());
        program.command().addAll(words);
        Process process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = process.inputReader()) {
            String read = lines.readLine();
            while (read != null && !read.startsWith(line)) {
                read = lines.readLine();
            }
            assertTrue(read != null, "the child ended by itself");
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }

    static ProcessBuilder java(List<String> flags, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(more));
        return new ProcessBuilder(command);
    }

    /** The module path of the program: those of its modules that are on the tests' class path. */
    static String modulePath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry)))
                .filter(entry -> ModuleFinder.of(Path.of(entry)).findAll().stream()
                        .anyMatch(module -> MODULES.contains(module.descriptor().name())))
                .collect(Collectors.joining(File.pathSeparator));
    }

    ChildAlmt assertDone() {
        assertEquals(0, exitCode, out + err);
        return this;
    }

    /**
     * A hash over {@code last.safetensors} and {@code metrics.csv}, without the times in the last columns of the
     * latter.
     */
    static String hashOfRun(Path run) throws IOException {
        String metrics = Files.readAllLines(run.resolve("metrics.csv")).stream()
                .map(line -> line.replaceAll(",[^,]*,[^,]*$", "")).collect(Collectors.joining("\n"));
        return Sha256.of(run.resolve("last.safetensors")) + " " + Integer.toHexString(metrics.hashCode());
    }
}
