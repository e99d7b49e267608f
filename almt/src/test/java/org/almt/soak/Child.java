package org.almt.soak;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A separate process that works, and answers each line of its input with one line. It ends at the end of its input. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    /** Starts a class; its error output goes into a file. */
    Child(Class<?> main, Path complaints, String... words) throws IOException {
        process = java(main.getName(), complaints, words).start();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** How a process of the soak is started: one thread of the engine, a small heap. */
    static ProcessBuilder java(String main, Path complaints, String... words) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "--add-modules", "jdk.incubator.vector", "-Xmx256m", "-Dalmt.threads=1", "-cp",
                System.getProperty("java.class.path"), main));
        command.addAll(List.of(words));
        File file = complaints.toFile();
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(file));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Its first line. */
    String greeting() throws IOException {
        return line();
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the process " + process.pid() + " has ended");
        }
        return line;
    }

    String[] ask() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).write("?\n");
        process.outputWriter(StandardCharsets.UTF_8).flush();
        return line().split(" ");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** In the child: prints a first line, and then answers until the end of its input, which ends the process. */
    static void answer(String greeting, Supplier<String> counts) {
        System.out.println(greeting);
        Thread thread = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                while (in.readLine() != null) {
                    System.out.println(Vitals.mine() + " " + counts.get());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.exit(0);
        }, "answers");
        thread.setDaemon(true);
        thread.start();
    }

    /** Processor time of a process so far. */
    static Duration processor(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
