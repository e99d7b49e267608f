package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code core/OPS.md} is the Javadoc of the ops as one table; {@code -Dalmt.update=true} writes it. */
class OpsPageTest {
    private static final Path PAGE = Path.of("OPS.md");
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->\n";
    /** What the {@code <pre>} of an op's Javadoc holds, in this order; each key in a column of ten characters. */
    private static final List<String> KEYS = List.of("forward", "backward", "saved", "cost");
    /** The letters in the formulas of an op that are no tensors. An op without such letters has no such line. */
    private static final String LETTERS = "letters";
    private static final int COLUMN = 10;

    @Test
    void thePageIsTheJavadocOfTheOps() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String renewed = page.substring(0, from) + tables() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("almt.update")) {
            Files.writeString(PAGE, renewed);
        }
        assertEquals(renewed, Files.readString(PAGE), PAGE + "; this test with -Dalmt.update=true renews it");
    }

    @Test
    void everyOpIsOnThePage() throws Exception {
        Set<String> listed = new TreeSet<>();
        OpsFile.methods(OpsFile.lines()).forEach(method -> listed.add(method.op()));
        Set<String> ops = OpCoverage.ops(Ops.class).stream().map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(ops, listed, "ops, and those that a method of Ops makes");
    }

    private static String tables() throws IOException {
        Map<String, Map<String, Set<String>>> sections = new LinkedHashMap<>();
        for (OpsFile.Method method : OpsFile.methods(OpsFile.lines())) {
            sections.computeIfAbsent(method.section(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(method.op(), name -> new LinkedHashSet<>()).add(method.name());
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Map<String, Set<String>>> section : sections.entrySet()) {
            String title = section.getKey();
            text.append("\n## ").append(Character.toUpperCase(title.charAt(0))).append(title.substring(1)).append('\n');
            for (Map.Entry<String, Set<String>> op : section.getValue().entrySet()) {
                List<String> letters = formulas(op.getKey()).get(LETTERS);
                if (!letters.isEmpty()) {
                    text.append(text.charAt(text.length() - 2) == '.' ? "" : "\n").append("- ")
                            .append(code(new ArrayList<>(op.getValue())).replace("<br>", ", ")).append(": ")
                            .append(String.join(" ", letters)).append(".\n");
                }
            }
            text.append("\n| op | forward | backward | saved | cost | file |\n|---|---|---|---|---|---|\n");
            for (Map.Entry<String, Set<String>> op : section.getValue().entrySet()) {
                text.append("| ").append(code(new ArrayList<>(op.getValue())));
                Map<String, List<String>> formulas = formulas(op.getKey());
                KEYS.forEach(key -> text.append(" | ").append(code(formulas.get(key))));
                text.append(" | [").append(op.getKey()).append("](src/main/java/org/almt/core/op/")
                        .append(op.getKey()).append(".java) |\n");
            }
        }
        return text.append(made()).append('\n').toString();
    }

    /** The functions of {@link Composed}, with the first sentence of each. */
    private static String made() throws IOException {
        StringBuilder text = new StringBuilder(String.join("\n", "", "## Made of these ops", "",
                "[`Composed`](src/main/java/org/almt/core/op/Composed.java) has these functions. Their values and"
                        + " gradients come from the ops above, and have the checks of an op.",
                "", "| function | what |", "|---|---|", ""));
        Matcher method = Pattern
                .compile("(?s)    /\\*\\*((?:(?!\\*/).)*)\\*/\\s+public static (Tensor(?:\\[\\])? \\w+\\([^)]*\\))")
                .matcher(Files.readString(OpsFile.FOLDER.resolve("Composed.java")));
        Set<String> found = new TreeSet<>();
        while (method.find()) {
            String what = method.group(1).replaceAll("\\s*\\*? +", " ").strip().replaceFirst("(?s)(\\.) [A-Z].*", "$1")
                    .replaceAll("\\{@(?:code|link \\w*#?)(?: )?([^}]+)\\}", "`$1`");
            String head = method.group(2).replaceFirst("Tensor(\\[\\])? ", "").replaceAll("\\s+", " ");
            found.add(head.replaceFirst("\\(.*", ""));
            text.append("| `").append(head).append("` | ").append(what).append(" |\n");
        }
        Set<String> declared = Arrays.stream(Composed.class.getDeclaredMethods())
                .filter(each -> Modifier.isPublic(each.getModifiers())).map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(declared, found, "functions of Composed on the page");
        return text.toString();
    }

    private static String code(List<String> lines) {
        return lines.stream().map(line -> "`" + line.replace("|", "\\|") + "`").collect(Collectors.joining("<br>"));
    }

    /** For each of {@link #KEYS} its lines, and those of {@link #LETTERS}, perhaps none. */
    private static Map<String, List<String>> formulas(String op) throws IOException {
        String source = Files.readString(OpsFile.FOLDER.resolve(op + ".java"));
        String javadoc = source.substring(0, source.indexOf("public final class " + op + " "));
        assertTrue(javadoc.contains("<pre>") && javadoc.contains("</pre>"), op + ": no <pre> in its Javadoc");
        String block = javadoc.substring(javadoc.indexOf("<pre>") + 5, javadoc.indexOf("</pre>"));
        Map<String, List<String>> found = new LinkedHashMap<>();
        KEYS.forEach(key -> found.put(key, new ArrayList<>()));
        found.put(LETTERS, new ArrayList<>());
        List<String> current = new ArrayList<>();
        for (String line : block.lines().map(text -> text.replaceFirst("^ \\* ?", "")).toList()) {
            String key = line.substring(0, Math.min(COLUMN, line.length())).strip();
            current = found.getOrDefault(key, key.isEmpty() ? current : new ArrayList<>());
            if (line.length() > COLUMN) {
                current.add(plain(line.substring(COLUMN)));
            }
        }
        KEYS.forEach(key -> assertTrue(!found.get(key).isEmpty(), op + ": its Javadoc has no line '" + key + "'"));
        assertEachCapitalIsExplained(op, found);
        return found;
    }

    /**
     * Sizes are capital letters. Each size in a cost must be a tensor of the formula, or be explained in the letters.
     */
    private static void assertEachCapitalIsExplained(String op, Map<String, List<String>> found) {
        String letters = String.join(" ", found.get(LETTERS));
        if (letters.startsWith("as for ")) {
            return; // checked there
        }
        Matcher size = Pattern.compile("\\b[A-Z]{1,2}\\b").matcher(String.join(" ", found.get("cost")));
        while (size.find()) {
            assertTrue(Pattern.compile("\\b" + size.group() + "\\b").matcher(letters).find(),
                    op + ": its Javadoc has no line '" + LETTERS + "' that says what " + size.group() + " is");
        }
    }

    private static String plain(String html) {
        return html.strip().replaceAll(" {2,}", "  ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
