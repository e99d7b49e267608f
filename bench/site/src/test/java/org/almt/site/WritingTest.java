package org.almt.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Words and lines of all sources and pages, except the files in {@code still-to-clean.txt}. That list names files
 * without their folders, so a file may move. The list only shrinks: a file without a fault must leave it. {@code
 * -Dalmt.update=true} removes such files, and breaks comment lines that are too long.
 */
class WritingTest {
    private static final String LIST = "bench/site/src/test/resources/org/almt/site/still-to-clean.txt";
    private static final boolean UPDATE = Boolean.getBoolean("almt.update");

    @Test
    void filesKeepToGlossaryAndLineLength() throws IOException {
        Tree tree = Tree.here();
        Path list = tree.file(LIST);
        Set<String> listed = new LinkedHashSet<>(Files.readAllLines(list));
        if (UPDATE) {
            wrapComments(tree, listed);
        }
        List<String> faults = new Writing(Glossary.read(tree)).ofTree(tree);
        List<String> wrong = new ArrayList<>();
        Set<String> faulty = new TreeSet<>();
        for (String fault : faults) {
            String file = key(fault.substring(0, fault.indexOf(':')));
            faulty.add(file);
            if (!listed.contains(file)) {
                wrong.add(fault);
            }
        }
        assertEquals("", String.join("\n", wrong), "CONTRIBUTING.md has the rules and the glossary");
        Set<String> clean = new LinkedHashSet<>(listed);
        clean.removeAll(faulty);
        if (UPDATE && !clean.isEmpty()) {
            listed.removeAll(clean);
            Files.write(list, listed);
            clean.clear();
        }
        assertEquals(Set.of(), clean, "These files are clean or gone. Take them from " + LIST
                + ", or run this test with -Dalmt.update=true");
    }

    private static void wrapComments(Tree tree, Set<String> listed) throws IOException {
        for (Path file : tree.sources()) {
            String source = Files.readString(file);
            String wrapped = CommentWrap.wrap(source, Writing.LONGEST_LINE);
            if (!wrapped.equals(source) && !listed.contains(key(tree.name(file)))) {
                Files.writeString(file, wrapped);
            }
        }
    }

    /** The name of a Java file is enough, because it is used once. Many pages are called README.md. */
    private static String key(String file) {
        return file.endsWith(".java") && !file.endsWith("package-info.java") && !file.endsWith("module-info.java")
                ? file.substring(file.lastIndexOf('/') + 1)
                : file;
    }

    private static final Glossary EXAMPLE = Glossary.parse("""
            | term | meaning | instead of |
            |---|---|---|
            | constant | does not change | `glorped`, "is glorped" |
            | slab | a piece | `wug` (core), "as wugged" |
            """);

    @Test
    void theGlossaryOfThePageIsRead() throws IOException {
        Glossary glossary = Glossary.read(Tree.here());
        assertTrue(glossary.identifiers().size() >= 10, glossary.identifiers().toString());
        assertTrue(glossary.phrases().size() >= 20, glossary.phrases().toString());
        assertEquals(List.of(new Glossary.Entry("glorped", "constant", ""), new Glossary.Entry("wug", "slab", "core")),
                EXAMPLE.identifiers());
    }

    @Test
    void replacedWordsInNamesAreFound() {
        Writing writing = new Writing(EXAMPLE);
        assertEquals(List.of("nn/A.java: the name isGlorpedBy has 'glorped'; see 'constant'",
                "nn/A.java: the name GLORPED_OPS has 'glorped'; see 'constant'"),
                writing.ofJava("nn/A.java", "int isGlorpedBy = GLORPED_OPS + unglorped + wug; // glorped"));
        assertEquals(List.of("core/A.java: the name wugWidth has 'wug'; see 'slab'"),
                writing.ofJava("core/A.java", "int wugWidth = twug + \"wug\".length();"));
    }

    @Test
    void replacedPhrasesInProseAreFound() {
        Writing writing = new Writing(EXAMPLE);
        assertEquals(1, writing.ofJava("A.java", "/**\n * What\n * Is\n * glorped is good.\n */").size());
        assertEquals(1, writing.ofJava("A.java", "throw new X(\"not as\"\n        + \" wugged: \" + name);").size());
        assertEquals(List.of(),
                writing.ofJava("A.java", "/** {@code as wugged}, was wugged. */ f(\"as\"); f(\"wugged\");"));
        assertEquals(1, writing.ofJava("A.java", "f(\"not as wug\" + \"ged\", name);").size());
        assertEquals(List.of(), writing.ofJava("A.java", "f(\"not as \", \"wugged\"); g(\"as \" + x + \"wugged\");"));
        assertEquals(1, writing.ofPage("A.md", "Done as\nwugged.").size());
        assertEquals(List.of(), writing.ofPage("A.md", "Done `as wugged`.\n\n```\nas wugged\n```\n"));
    }

    @Test
    void longLinesAreFound() {
        String line = "// " + "ü".repeat(Writing.LONGEST_LINE - 3);
        assertEquals(List.of(), new Writing(EXAMPLE).ofJava("A.java", line + "\n"));
        assertEquals(List.of("A.java:2: 121 characters, 120 at most"),
                new Writing(EXAMPLE).ofJava("A.java", "\n" + line + "x\n"));
    }
}
