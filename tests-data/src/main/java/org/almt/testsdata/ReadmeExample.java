package org.almt.testsdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the program that a README shows, so that a reader may copy it as it stands. */
public final class ReadmeExample {
    private static final String BEGIN = "```java\n";
    private static final String END = "```\n";

    private ReadmeExample() {}

    /**
     * Runs the first Java block of a README as a source file, in a JVM of its own with the class path of this one.
     *
     * @param readme the README
     * @param folder where it runs, and where the source file is put
     * @return what it printed on standard output
     * @throws IllegalStateException with its complaint, when it failed
     */
    public static String run(Path readme, Path folder) throws IOException, InterruptedException {
        String text = Files.readString(readme);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        Path source = Files.writeString(folder.resolve("First.java"), text.substring(from, text.indexOf(END, from)));
        Path complaint = folder.resolve("complaint.txt");
        Process java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), source.getFileName().toString())
                .directory(folder.toFile()).redirectError(complaint.toFile()).start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (java.waitFor() != 0) {
            throw new IllegalStateException(readme + ": " + Files.readString(complaint));
        }
        return printed;
    }
}
