package org.almt.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.commonmark.node.FencedCodeBlock;

/**
 * A block of a page that is marked {@code java}.
 *
 * @param page the path of the page
 * @param number counted from 1 among the page's Java blocks
 * @param text the Java
 * @param output the expected output: the next block, if it is marked {@code output}; otherwise null
 */
record JavaBlock(String page, int number, String text, String output) {
    private static final int SECONDS = 120;
    private static final Pattern OLDEST = Pattern.compile("// Java (\\d+)( or newer)?\n");

    /** The Java blocks of a page, in order. */
    static List<JavaBlock> of(Page page) {
        List<JavaBlock> found = new ArrayList<>();
        List<FencedCodeBlock> blocks = page.code();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).getInfo().equals("java")) {
                boolean promises = i + 1 < blocks.size() && blocks.get(i + 1).getInfo().equals("output");
                found.add(new JavaBlock(page.name(), found.size() + 1, blocks.get(i).getLiteral(),
                        promises ? blocks.get(i + 1).getLiteral() : null));
            }
        }
        return found;
    }

    /** Whether it is a program, and not a passage of a source file. */
    boolean isProgram() {
        return text.contains("void main(");
    }

    /** The oldest Java that its first line promises; 0 if it makes no promise. */
    int oldestJava() {
        Matcher promise = OLDEST.matcher(text);
        return promise.lookingAt() ? Integer.parseInt(promise.group(1)) : 0;
    }

    /** What the compiler reports for that Java; empty if the program compiles. */
    String compiled(Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("First.java"), text);
        ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, complaint, "--release",
                Integer.toString(oldestJava()), "-proc:none", "-cp", System.getProperty("java.class.path"), "-d",
                folder.resolve("classes").toString(), source.toString());
        return failed == 0 ? "" : complaint.toString(StandardCharsets.UTF_8);
    }

    /** Whether its lines stand one after another in a source, however they are indented. */
    boolean standsIn(String source) {
        return stripped(source).contains(stripped(text));
    }

    private static String stripped(String lines) {
        StringBuilder text = new StringBuilder("\n");
        lines.lines().forEach(line -> text.append(line.strip()).append('\n'));
        return text.toString();
    }

    /**
     * Runs the program as a source file in a separate JVM, with the class path of this one.
     *
     * @return its standard output
     * @throws IllegalStateException if it failed, with its error output
     */
    String run(Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("First.java"), text);
        return java(folder, "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
                "First.java");
    }

    /** Runs {@code java} in a folder, and returns what it printed. */
    static String java(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Path complaint = folder.resolve("complaint.txt");
        Process java = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(output.toFile())
                .redirectError(complaint.toFile()).start();
        if (!java.waitFor(SECONDS, TimeUnit.SECONDS)) {
            java.destroyForcibly();
            throw new IllegalStateException("not done after " + SECONDS + " seconds: " + command);
        }
        if (java.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(complaint));
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return page + ", Java block " + number;
    }
}
