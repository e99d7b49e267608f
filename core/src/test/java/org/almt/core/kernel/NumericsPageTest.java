package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code core/NUMERICS.md}: its table of functions is their Javadoc, and the tests that it names exist. */
class NumericsPageTest {
    private static final Path PAGE = Path.of("NUMERICS.md");
    private static final Path FUNCTIONS = Path.of("src/main/java/org/almt/core/kernel/FloatMath.java");
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->\n";

    private static final Pattern FUNCTION = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public static float (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Check))(?:\\.(\\w+))?`");

    @Test
    void theTableOfFunctionsIsTheirJavadoc() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String renewed = page.substring(0, from) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("almt.update")) {
            Files.writeString(PAGE, renewed);
        }
        assertEquals(renewed, Files.readString(PAGE), PAGE + "; this test with -Dalmt.update=true renews it");
    }

    @Test
    void theTestsThatItNamesExist() throws IOException {
        Map<String, Path> tests;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            tests = files.filter(file -> file.toString().contains("src/test/java") && file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""),
                            Function.identity(), (one, other) -> one));
        }
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(PAGE));
        int count = 0;
        for (; named.find(); count++) {
            Path test = tests.get(named.group(1));
            if (test == null
                    || named.group(2) != null && !Files.readString(test).contains(" " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(count > 20, count + " tests named");
    }

    private static String table() throws IOException {
        StringBuilder text = new StringBuilder("\n| function | contract |\n|---|---|\n");
        Matcher function = FUNCTION.matcher(Files.readString(FUNCTIONS));
        while (function.find()) {
            String javadoc = function.group(1).replaceAll("\\n\\s*\\* ?", " ").replaceAll("<p>.*", "").strip();
            assertTrue(javadoc.contains("within"), function.group(2) + ": its Javadoc gives no bound, 'within … ulp'");
            text.append("| `").append(function.group(2)).append("` | ").append(plain(javadoc)).append(" |\n");
        }
        return text.append('\n').toString();
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:link|code)\\s+#?([^}]+)}", "`$1`").replace("&gt;", ">").replace("&lt;", "<")
                .replaceAll("\\|(x|r)\\|", "abs($1)").replaceAll(" {2,}", " ");
    }
}
