package org.almt.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of the tests in a JVM with other flags. */
public final class ChildJvm {
    public static final String VECTOR_API = "--add-modules=jdk.incubator.vector";

    private ChildJvm() {}

    /** What the program prints to standard output, line by line. */
    public static String[] run(List<String> flags, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || output.isEmpty()) {
            throw new IllegalStateException(program.getName() + " with " + flags + " ended with "
                    + process.exitValue() + " and printed: " + output);
        }
        return output.strip().split("\n");
    }
}
