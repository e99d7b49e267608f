package org.almt.site;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The glossary of CONTRIBUTING.md: words that identifiers must not contain, and phrases that prose must not contain.
 *
 * @param identifiers in {@code code} in the last column
 * @param phrases in "quotes" in the last column
 */
record Glossary(List<Entry> identifiers, List<Entry> phrases) {
    private static final Pattern ROW = Pattern.compile("^\\|([^|]+)\\|([^|]*)\\|([^|]*)\\|$", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("`(\\w+)`(?: \\((\\w+)\\))?");
    private static final Pattern PHRASE = Pattern.compile("\"([^\"]+)\"(?: \\((\\w+)\\))?");

    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    /**
     * A replaced word.
     *
     * @param word as it must not occur
     * @param term what to write
     * @param folder the top-level folder in which alone it is replaced; empty for everywhere
     */
    record Entry(String word, String term, String folder) {
        boolean concerns(String file) {
            return folder.isEmpty() || file.startsWith(folder + "/");
        }

        /** Whether an identifier, cut by {@link #cut}, has the word: {@code againTo} is in {@code againToEnd}. */
        boolean isIn(String cut) {
            return cut.contains(cut(word));
        }

        /** Finds the phrase in prose, over line ends, in any case. */
        Pattern pattern() {
            return Pattern.compile("\\b" + word.replace(" ", "\\s+") + "\\b", Pattern.CASE_INSENSITIVE);
        }
    }

    /** The words of an identifier in lower case with {@code _} around each: {@code _again_to_end_}. */
    static String cut(String identifier) {
        return "_" + WORD_END.matcher(identifier).replaceAll("_").toLowerCase(Locale.ROOT) + "_";
    }

    static Glossary read(Tree tree) throws IOException {
        String text = Files.readString(tree.file("CONTRIBUTING.md"));
        return parse(text.substring(text.indexOf("<!-- glossary: begin -->"), text.indexOf("<!-- glossary: end -->")));
    }

    static Glossary parse(String table) {
        Glossary glossary = new Glossary(new ArrayList<>(), new ArrayList<>());
        for (Matcher row = ROW.matcher(table); row.find();) {
            add(WORD, row, glossary.identifiers);
            add(PHRASE, row, glossary.phrases);
        }
        return glossary;
    }

    private static void add(Pattern pattern, Matcher row, List<Entry> entries) {
        for (Matcher word = pattern.matcher(row.group(3)); word.find();) {
            entries.add(new Entry(word.group(1), row.group(1).strip(), word.group(2) == null ? "" : word.group(2)));
        }
    }
}
