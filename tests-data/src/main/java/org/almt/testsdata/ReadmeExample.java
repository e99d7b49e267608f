package org.almt.testsdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the program that a README shows, so that a reader may copy it as it stands. */
public final class ReadmeExample {
    private static final String BEGIN = "```java\n";
    private static final String END = "```\n";

    private ReadmeExample() {}

    /**
     * Runs the first Java block of a README as a source file, in a separate JVM with the class path of this one.
     *
     * @param readme the README
     * @param folder where it runs, and where the source file is put
     * @return what it printed on standard output
     * @throws IllegalStateException with its complaint, when it failed
     */
    public static String run(Path readme, Path folder) throws IOException, InterruptedException {
        return run(readme, folder, "");
    }

    /**
     * The same for the first block that contains a text.
     *
     * @param readme the README
     * @param folder where it runs, and where the source file is put
     * @param contained the text
     * @param options of the JVM
     * @return what it printed on standard output
     * @throws IllegalStateException with its complaint, when it failed
     * @throws IllegalArgumentException if no block contains the text
     */
    public static String run(Path readme, Path folder, String contained, String... options)
            throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("First.java"), block(readme, contained));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), source.getFileName().toString()));
        Path complaint = folder.resolve("complaint.txt");
        Process java = new ProcessBuilder(command).directory(folder.toFile()).redirectError(complaint.toFile()).start();
        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (java.waitFor() != 0) {
            throw new IllegalStateException(readme + ": " + Files.readString(complaint));
        }
        return printed;
    }

    private static String block(Path readme, String contained) throws IOException {
        String text = Files.readString(readme);
        for (int from = text.indexOf(BEGIN); from >= 0; from = text.indexOf(BEGIN, from)) {
            from += BEGIN.length();
            String block = text.substring(from, text.indexOf(END, from));
            if (block.contains(contained)) {
                return block;
            }
        }
        throw new IllegalArgumentException(readme + ": no Java block contains \"" + contained + "\"");
    }
}
