package org.almt.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a program of the tests in a JVM with other flags. */
final class ChildJvm {
    private ChildJvm() {}

    /** What the program prints to standard output, line by line. */
    static String[] run(String flag, String property, Class<?> program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", flag, property, "-cp", System.getProperty("java.class.path"),
                program.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || output.isEmpty()) {
            throw new IllegalStateException(program.getName() + " with " + flag + " " + property + " ended with "
                    + process.exitValue() + " and printed: " + output);
        }
        return output.strip().split("\n");
    }
}
