package org.almt.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The list of all pages: the readers of each, its words, and the words of its longest sentence. {@code
 * -Dalmt.update=true} corrects the figures; the readers are written by hand. Figures may lag behind a
 * little, so that not every changed word needs a new list. A sentence of more than {@value #MOST} words must not become
 * longer than its row says.
 */
class PageListTest {
    private static final String LIST = "bench/site/PAGES.md";
    private static final String BEGIN = "<!-- pages: begin -->\n";
    private static final String END = "<!-- pages: end -->";
    private static final int MOST = 30;
    private static final Pattern ROW =
            Pattern.compile("^\\| \\[([^]]+)]\\([^)]+\\) \\| ([^|]*?) \\| ([\\d,]+) \\| (\\d+) \\|$",
                    Pattern.MULTILINE);
    private static final boolean UPDATE = Boolean.getBoolean("almt.update");

    /** A row of the list. */
    private record Row(String readers, int words, int longest) {}

    @TempDir
    Path folder;

    @Test
    void everyPageIsInTheList() throws IOException {
        assertEquals(List.of(), faults(Tree.here(), UPDATE), "write the readers of a new page into its row of " + LIST
                + "; run PageListTest with -Dalmt.update=true for the figures");
    }

    private static List<String> faults(Tree tree, boolean update) throws IOException {
        Path file = tree.file(LIST);
        String text = Files.readString(file);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        Map<String, Row> rows = rows(text.substring(from, to));
        Map<String, Row> old = Map.copyOf(rows);
        List<String> faults = new ArrayList<>();
        StringBuilder table = new StringBuilder("""
                | page | readers | words | longest sentence |
                |---|---|--:|--:|
                """);
        for (Page page : Page.all(tree)) {
            PageText now = PageText.of(page);
            Row row = rows.remove(page.name());
            String readers = row == null ? besides(page.name(), old) : row.readers();
            if (update && (row == null || !faults(page.name(), row, now).isEmpty())) {
                row = new Row(readers, now.words(), PageText.words(now.longest()));
            }
            if (row != null) {
                table.append("| [%s](%s) | %s | %,d | %d |\n".formatted(page.name(),
                        Links.relative(LIST, page.name()), readers, row.words(), row.longest()));
            }
            faults.addAll(faults(page.name(), row, now));
        }
        if (update) {
            Files.writeString(file, text.substring(0, from) + table + text.substring(to));
        } else {
            rows.keySet().forEach(name -> faults.add(name + ": there is no such page"));
        }
        return faults;
    }

    /** The readers of the other pages of the folder, if they are the same for all of them; otherwise "?". */
    private static String besides(String name, Map<String, Row> rows) {
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        List<String> readers = rows.entrySet().stream()
                .filter(row -> row.getKey().substring(0, row.getKey().lastIndexOf('/') + 1).equals(folder))
                .map(row -> row.getValue().readers()).distinct().toList();
        return readers.size() == 1 ? readers.getFirst() : "?";
    }

    private static Map<String, Row> rows(String table) {
        Map<String, Row> rows = new TreeMap<>();
        for (Matcher row = ROW.matcher(table); row.find();) {
            rows.put(row.group(1), new Row(row.group(2), Integer.parseInt(row.group(3).replace(",", "")),
                    Integer.parseInt(row.group(4))));
        }
        return rows;
    }

    private static List<String> faults(String name, Row row, PageText now) {
        if (row == null) {
            return List.of(name + ": it has no row");
        }
        List<String> faults = new ArrayList<>();
        int longest = PageText.words(now.longest());
        if (row.readers().equals("?")) {
            faults.add(name + ": its readers are missing");
        }
        if (Math.abs(row.words() - now.words()) > Math.max(50, now.words() / 10)) {
            faults.add(name + ": it has " + now.words() + " words, not " + row.words());
        }
        if (longest > Math.max(MOST, row.longest())) {
            faults.add(name + ": a sentence has " + longest + " words: " + now.longest());
        } else if (Math.abs(longest - row.longest()) > 5) {
            faults.add(name + ": its longest sentence has " + longest + " words, not " + row.longest());
        }
        return faults;
    }

    private static PageText text(String markdown) {
        return PageText.of(new Page("A.md", Parser.builder().extensions(Page.EXTENSIONS).build().parse(markdown)));
    }

    @Test
    void sentencesAreFoundWithoutCodeTablesAndAddresses() {
        PageText text = text("""
                # A heading. With two parts

                One [two three](far/away.md#a.b). `mvn -q test` runs
                it (Zhang et al. 2023, see [paper](x.html)). Is 0.5 one word? Yes.

                ```
                No sentence here.
                ```

                - An item, e.g. this
                - ![A picture](a.svg) <https://example.org/a.b>

                | a cell. | of two. |
                |---|---|
                | three | `four five` |
                """);
        assertEquals(List.of("One two three.", "`code` runs it (Zhang et al. 2023, see paper).", "Is 0.5 one word?",
                "Yes.", "An item, e.g. this", "address"), text.sentences());
        assertEquals("`code` runs it (Zhang et al. 2023, see paper).", text.longest());
        assertEquals(5 + 3 + 9 + 4 + 1 + 4 + 1 + 6, text.words());
    }

    @Test
    void faultsOfTheListAreFound() throws IOException {
        Files.createDirectory(folder.resolve(".mvn"));
        Files.createDirectories(folder.resolve("bench/site"));
        String longest = "word ".repeat(MOST + 1).strip() + ".\n";
        Files.writeString(folder.resolve("A.md"), longest);
        Files.writeString(folder.resolve("B.md"), "Short.\n");
        Files.createDirectory(folder.resolve("c"));
        Files.writeString(folder.resolve("c/C.md"), "Short.\n");
        Files.writeString(folder.resolve("c/D.md"), "Short.\n");
        Files.writeString(folder.resolve(LIST), BEGIN + """
                | page | readers | words | longest sentence |
                |---|---|--:|--:|
                | [A.md](../../A.md) | all | 1,131 | 20 |
                | [gone.md](../../gone.md) | few | 1 | 1 |
                | [c/C.md](../../c/C.md) | some | 1 | 1 |
                """ + END);
        Tree tree = new Tree(folder);
        List<String> faults = faults(tree, false);
        assertEquals(List.of("A.md: it has 31 words, not 1131", "A.md: a sentence has 31 words: " + longest.strip(),
                "B.md: it has no row", LIST + ": it has no row", "c/D.md: it has no row",
                "gone.md: there is no such page"), faults);
        assertEquals(List.of("B.md: its readers are missing", LIST + ": its readers are missing"), faults(tree, true));
        String list = Files.readString(folder.resolve(LIST));
        assertTrue(list.contains("| [A.md](../../A.md) | all | 31 | 31 |\n| [B.md](../../B.md) | ? | 1 | 1 |\n"), list);
        assertTrue(list.contains("| [c/D.md](../../c/D.md) | some | 1 | 1 |\n"), list);
        Files.writeString(folder.resolve(LIST), list.replace("| ? |", "| all |"));
        assertEquals(List.of(), faults(tree, false));
    }
}
