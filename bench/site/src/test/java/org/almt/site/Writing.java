package org.almt.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The faults in the words and lines of a file. */
final class Writing {
    static final int LONGEST_LINE = 120;

    /** A comment, or a text in quotes. */
    private static final Pattern PROSE = Pattern.compile("/\\*(?s:.*?)\\*/|//[^\\n]*|\"\"\"(?s:.*?)\"\"\""
            + "|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_]\\w*");
    /** Text that a Javadoc quotes as code, and the start of its lines. */
    private static final Pattern MARKS =
            Pattern.compile("\\{@(?:code|link|linkplain|snippet)[^}]*}|(?m:^\\s*\\*(?!/))");

    /** No phrase reaches from one comment or text into the next. */
    private static final String BETWEEN = "\n\n\0\n";

    private final Glossary glossary;
    private final Pattern anyPhrase;

    Writing(Glossary glossary) {
        this.glossary = glossary;
        anyPhrase = Pattern.compile(glossary.phrases().stream().map(entry -> entry.pattern().pattern())
                .collect(Collectors.joining("|")), Pattern.CASE_INSENSITIVE);
    }

    /** The faults of a Java file: long lines, replaced words in names, replaced phrases in comments and texts. */
    List<String> ofJava(String name, String source) {
        List<String> faults = longLines(name, source);
        phrases(name, prose(source), faults);
        Map<String, String> identifiers = new LinkedHashMap<>();
        IDENTIFIER.matcher(PROSE.matcher(source).replaceAll(" ")).results()
                .forEach(found -> identifiers.computeIfAbsent(found.group(), Glossary::cut));
        for (Glossary.Entry entry : glossary.identifiers()) {
            if (entry.concerns(name)) {
                identifiers.forEach((identifier, cut) -> {
                    if (entry.isIn(cut)) {
                        faults.add(
                                name + ": the name " + identifier + " has '" + entry.word() + "'; see '" + entry.term()
                                        + "'");
                    }
                });
            }
        }
        return faults;
    }

    /** All comments and texts, one after another. Texts joined by + are one text. */
    private static String prose(String source) {
        StringBuilder prose = new StringBuilder();
        int end = 0;
        boolean inText = false;
        for (Matcher part = PROSE.matcher(source); part.find();) {
            String text = MARKS.matcher(part.group()).replaceAll(" ");
            boolean isText = text.startsWith("\"") && !text.startsWith("\"\"\"");
            if (inText && isText && source.substring(end, part.start()).strip().equals("+")) {
                prose.setLength(prose.length() - 1);
                prose.append(text, 1, text.length());
            } else {
                prose.append(BETWEEN).append(text);
            }
            end = part.end();
            inText = isText;
        }
        return prose.toString();
    }

    /** The faults of a page. Its code is left out. */
    List<String> ofPage(String name, String markdown) {
        List<String> faults = new ArrayList<>();
        String prose = markdown.replaceAll("(?s)<!-- glossary: begin -->.*<!-- glossary: end -->", "")
                .replaceAll("(?sm)^```.*?^```$", "").replaceAll("`[^`]*`", "code");
        phrases(name, prose, faults);
        return faults;
    }

    private void phrases(String name, String prose, List<String> faults) {
        if (!anyPhrase.matcher(prose).find()) {
            return;
        }
        for (Glossary.Entry entry : glossary.phrases()) {
            Matcher found = entry.pattern().matcher(prose);
            if (entry.concerns(name) && found.find()) {
                int from = Math.max(0, found.start() - 30);
                int to = Math.min(prose.length(), found.end() + 30);
                faults.add(name + ": \"… " + prose.substring(from, to).replaceAll("[\\s\\x00]+", " ").strip()
                        + " …\": see '" + entry.term() + "'");
            }
        }
    }

    private static List<String> longLines(String name, String source) {
        List<String> faults = new ArrayList<>();
        int line = 0;
        for (String text : source.split("\n", -1)) {
            line++;
            if (text.codePointCount(0, text.length()) > LONGEST_LINE) {
                faults.add(name + ":" + line + ": " + text.codePointCount(0, text.length()) + " characters, "
                        + LONGEST_LINE + " at most");
            }
        }
        return faults;
    }

    /** The faults of all Java files, of pages, and of the texts in resources. */
    List<String> ofTree(Tree tree) throws IOException {
        List<String> faults = new ArrayList<>();
        for (Path file : tree.sources()) {
            faults.addAll(ofJava(tree.name(file), Files.readString(file)));
        }
        for (String suffix : List.of(".md", ".js", ".html", ".json")) {
            for (Path file : tree.files(suffix)) {
                faults.addAll(ofPage(tree.name(file), Files.readString(file)));
            }
        }
        return faults;
    }
}
