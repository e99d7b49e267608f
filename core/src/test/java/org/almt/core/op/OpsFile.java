package org.almt.core.op;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source of {@link Ops} as its readers see it: methods with their section, example and op. */
final class OpsFile {
    static final Path FOLDER = Path.of("src/main/java/org/almt/core/op");
    private static final Path FILE = FOLDER.resolve("Ops.java");

    private static final Pattern SECTION = Pattern.compile("^    // -{10,} (.+)$");
    private static final Pattern METHOD = Pattern.compile("^    public static Tensor (\\w+)\\(.*");
    private static final Pattern OP = Pattern.compile("\\bnew (\\w+)\\(.*\\.apply\\(\\);$");
    private static final String EXAMPLE = "     * {@snippet :";
    private static final String EXAMPLE_END = "     * }";
    private static final String MARGIN = "     * ";

    /**
     * A method of {@code Ops}.
     *
     * @param section the heading above it
     * @param op the simple name of the op's class
     * @param line index of the example's first line in the file
     * @param example the lines of its example, without margin; empty if it has none
     */
    record Method(String section, String name, String op, int line, List<String> example) {}

    private OpsFile() {}

    static List<String> lines() throws IOException {
        return Files.readAllLines(FILE);
    }

    static void write(List<String> lines) throws IOException {
        Files.writeString(FILE, String.join("\n", lines) + "\n");
    }

    /** The line of the file that holds a line of an example. */
    static String inFile(String exampleLine) {
        return MARGIN + exampleLine;
    }

    /** All methods in their order. */
    static List<Method> methods(List<String> lines) {
        List<Method> methods = new ArrayList<>();
        String section = "";
        String name = "";
        int from = -1;
        List<String> example = List.of();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher heading = SECTION.matcher(line);
            Matcher method = METHOD.matcher(line);
            Matcher op = OP.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
            } else if (line.startsWith("    /**")) {
                example = List.of();
            } else if (line.equals(EXAMPLE)) {
                from = i + 1;
            } else if (line.equals(EXAMPLE_END)) {
                example = lines.subList(from, i).stream().map(text -> text.substring(MARGIN.length())).toList();
            } else if (method.matches()) {
                name = method.group(1);
            } else if (op.find()) {
                methods.add(new Method(section, name, op.group(1), from, example));
            }
        }
        return methods;
    }
}
