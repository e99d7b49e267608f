package org.almt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks of sources that neither javac nor the formatter makes. */
class SourcesTest {
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+)\\.(\\w+|\\*);$", Pattern.MULTILINE);
    private static final int LONGEST = 500;
    /** A list of independent entries that readers search in one place: each has its text and example. */
    private static final Set<String> LISTS = Set.of("Ops.java");

    @Test
    void importsAreNamedAndUsed() throws IOException {
        List<String> wrong = new ArrayList<>();
        int imports = 0;
        for (Path file : sources()) {
            String text = Files.readString(file);
            Matcher matcher = IMPORT.matcher(text);
            String body = matcher.replaceAll("");
            for (matcher.reset(); matcher.find();) {
                imports++;
                String name = matcher.group(2);
                if (name.equals("*") || !Pattern.compile("\\b" + name + "\\b").matcher(body).find()) {
                    wrong.add(file + ": " + matcher.group());
                }
            }
        }
        assertEquals(List.of(), wrong, "imports with a star, or of what is not used");
        assertTrue(imports > 500, imports + " imports seen");
    }

    @Test
    void filesHaveOneIdea() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > LONGEST && !LISTS.contains(file.getFileName().toString())) {
                tooLong.add(file + ": " + lines + " lines, " + LONGEST + " at most");
            }
        }
        assertEquals(List.of(), tooLong);
    }

    /** Surefire accepts a group without tests. If a tag was renamed, its tests would silently no longer run. */
    @Test
    void groupsThatTheBuildRunsHaveTests() throws IOException {
        Matcher group = Pattern.compile("<groups>(.*)</groups>").matcher(Files.readString(House.file("core/pom.xml")));
        int groups = 0;
        for (; group.find(); groups++) {
            String tag = "@Tag(\"" + group.group(1) + "\")";
            boolean found = false;
            for (Path file : House.CORE.testSources()) {
                found |= Files.readString(file).contains(tag);
            }
            assertTrue(found, "core/pom.xml runs the tests tagged " + tag + ", of which there are none");
        }
        assertTrue(groups >= 3, groups + " groups seen");
    }

    private static List<Path> sources() {
        return Arrays.stream(House.values())
                .flatMap(module -> Stream.concat(module.mainSources().stream(), module.testSources().stream()))
                .toList();
    }
}
