package org.almt.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The Javadoc in the site links to public classes only. {@code javadoc} refuses a link to a class that does not exist.
 * But a link to a class that is not public silently becomes plain text.
 */
class JavadocLinksTest {
    private static final Pattern COMMENT = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*([^\\n{;]*)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+(?:[a-z]\\w*\\.)*([A-Z]\\w*)");

    @Test
    void whatIsPublicLinksToWhatIsPublic() throws IOException {
        Tree tree = Tree.here();
        TreeMap<String, String> sources = new TreeMap<>();
        for (Path file : tree.sources()) {
            if (file.toString().contains("src/main/java")) {
                sources.put(tree.name(file), Files.readString(file));
            }
        }
        assertTrue(sources.size() > 300, sources.size() + " sources");
        assertEquals(List.of(), dead(sources),
                "links of public Javadoc to classes that are not public; write {@code …}");
    }

    @Test
    void aLinkToAHiddenClassIsSeen() {
        TreeMap<String, String> sources = new TreeMap<>();
        sources.put("a/A.java", "/** See {@link\n * B#b b} and {@link C}. */\npublic final class A {\n"
                + "/** {@link B} */ private int x;\n/** {@link x.y.B} */\npublic int y;\n}");
        sources.put("a/B.java", "/** {@link B}. */\nfinal class B {}");
        sources.put("a/C.java", "public interface C {\n/** {@link B} */\nvoid c();\n}");
        assertEquals(List.of("a/A.java: B", "a/A.java: B", "a/C.java: B"), dead(sources));
    }

    private static List<String> dead(TreeMap<String, String> sources) {
        Set<String> open = new HashSet<>();
        Set<String> hidden = new HashSet<>();
        sources.forEach((file, source) -> (isPublic(file, source) ? open : hidden).add(className(file)));
        hidden.removeAll(open);
        List<String> dead = new ArrayList<>();
        sources.forEach((file, source) -> {
            if (open.contains(className(file))) {
                linked(source).stream().filter(hidden::contains).forEach(name -> dead.add(file + ": " + name));
            }
        });
        return dead;
    }

    /** Classes that the comments of public and protected declarations link to. */
    private static List<String> linked(String source) {
        boolean allPublic = Pattern.compile("^public (?:\\w+ )?(?:interface|@interface) ", Pattern.MULTILINE)
                .matcher(source).find();
        List<String> names = new ArrayList<>();
        Matcher comment = COMMENT.matcher(source);
        while (comment.find()) {
            if (allPublic || comment.group(2).startsWith("public ") || comment.group(2).startsWith("protected ")) {
                Matcher link = LINK.matcher(comment.group(1).replaceAll("\\n\\s*\\* ?", " "));
                while (link.find()) {
                    names.add(link.group(1));
                }
            }
        }
        return names;
    }

    private static boolean isPublic(String file, String source) {
        return Pattern
                .compile("^public (?:\\w+ )*(?:class|interface|record|enum|@interface) " + className(file) + "\\b",
                        Pattern.MULTILINE)
                .matcher(source).find();
    }

    private static String className(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
    }
}
