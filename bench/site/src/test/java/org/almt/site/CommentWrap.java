package org.almt.site;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks comment lines that are too long. The rest of a line moves to the start of the next line of the same
 * paragraph, so a paragraph stays filled. Formulas and tables between {@code <pre>} and {@code </pre>} are not
 * changed.
 */
final class CommentWrap {
    private static final Pattern COMMENT = Pattern.compile("(\\s*)(/\\*\\* |\\* |// )(\\s*)(.*)");
    private static final Pattern NEW_PARAGRAPH =
            Pattern.compile("(@|<p>|</?ul>|</?ol>|<li>|</?pre>|<h\\d|</|\\{@snippet|\\*/).*");
    private static final Pattern TAG = Pattern.compile("@(param|throws|return).*");

    private final String[] lines;
    private final int longest;
    private final List<String> out = new ArrayList<>();
    private int next;

    private CommentWrap(String source, int longest) {
        lines = source.split("\n", -1);
        this.longest = longest;
    }

    /** The source with its comments broken at {@code longest} characters. */
    static String wrap(String source, int longest) {
        return new CommentWrap(source, longest).run();
    }

    private String run() {
        boolean formula = false;
        while (next < lines.length) {
            String line = lines[next++];
            formula |= line.contains("<pre") || line.contains("{@snippet");
            Matcher comment = COMMENT.matcher(line);
            if (line.length() > longest && !formula && comment.matches()) {
                wrap(line, comment);
            } else {
                out.add(line);
            }
            formula &= !line.contains("</pre>") && !line.contains("*/") && !line.strip().equals("* }");
        }
        return String.join("\n", out);
    }

    private void wrap(String line, Matcher comment) {
        String indent = comment.group(1);
        String mark = comment.group(2);
        String text = comment.group(3) + comment.group(4);
        if (mark.equals("/** ") && text.endsWith("*/")) {
            out.add(indent + "/**");
            fill(indent + " * ", text.substring(0, text.length() - 2).strip());
            out.add(indent + " */");
            return;
        }
        String start = indent + (mark.equals("/** ") ? " * " : mark);
        String hanging = mark.equals("* ") ? comment.group(3) : "";
        String rest = cut(line);
        String tag = TAG.matcher(text).matches() ? "    " : hanging;
        while (next < lines.length) {
            Matcher following = COMMENT.matcher(lines[next]);
            if (!following.matches() || !(following.group(1) + following.group(2)).equals(start)
                    || NEW_PARAGRAPH.matcher(following.group(4)).matches() || following.group(4).isEmpty()) {
                break;
            }
            next++;
            String joined = start + following.group(3) + rest + " " + following.group(4);
            if (joined.length() <= longest) {
                out.add(joined);
                return;
            }
            rest = cut(joined);
        }
        fill(start + tag, rest);
    }

    /** Adds as much of a line as fits, and returns the rest. */
    private String cut(String line) {
        int space = line.lastIndexOf(' ', longest);
        out.add(line.substring(0, space));
        return line.substring(space + 1);
    }

    private void fill(String start, String text) {
        String line = start + text;
        while (line.length() > longest && line.lastIndexOf(' ', longest) > start.length()) {
            line = start + cut(line);
        }
        out.add(line);
    }
}
