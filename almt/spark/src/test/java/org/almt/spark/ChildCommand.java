package org.almt.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command as a process of its own, with its executors, as people start it; but for jars, which are not built yet. */
final class ChildCommand {
    private static final int MOST_MINUTES = 8;

    private final List<String> before = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();

    /** What came of it. */
    record Result(int code, String out, String err) {}

    /** A program that runs the command, with its words. */
    ChildCommand under(String... words) {
        before.addAll(List.of(words));
        return this;
    }

    /** A setting of Spark. */
    ChildCommand with(String name, String value) {
        settings.add("-D" + name + "=" + value);
        return this;
    }

    /** Starts it; what it prints goes to OUT.out and OUT.err. */
    Process start(Path out, String... words) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx600m",
                "-XX:+UseSerialGC", "@bin/driver.options",
                "-Dlog4j2.configurationFile=bin/quiet-log4j2.properties",
                "-Dspark.executor.extraClassPath=" + TestCluster.classPath()));
        command.addAll(settings);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.almt.cli.Main"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectOutput(Path.of(out + ".out").toFile())
                .redirectError(Path.of(out + ".err").toFile()).start();
    }

    /** Waits for its end. */
    static Result await(Process process, Path out) throws IOException, InterruptedException {
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the command hangs: " + text(out, ".out") + text(out, ".err"));
        }
        return new Result(process.exitValue(), text(out, ".out"), text(out, ".err"));
    }

    /** Runs it to its end. */
    Result run(Path out, String... words) throws IOException, InterruptedException {
        return await(start(out, words), out);
    }

    /** What the JVM itself says is left out. */
    private static String text(Path out, String suffix) throws IOException {
        return String.join("\n", Files.readAllLines(Path.of(out + suffix)).stream()
                .filter(line -> !line.startsWith("WARNING: ")).toList());
    }
}
