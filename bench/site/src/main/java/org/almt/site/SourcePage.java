package org.almt.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A source file that a page mentions, with its lines numbered. */
final class SourcePage {
    private static final Pattern JAVA = Pattern.compile("(?<comment>/\\*(?s:.*?)\\*/|//[^\\n]*)"
            + "|(?<text>\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+')"
            + "|(?<word>\\b(?:abstract|boolean|break|byte|case|catch|char|class|continue|default|do|double|else|enum"
            + "|exports|extends|final|finally|float|for|if|implements|import|instanceof|int|interface|long|module|new"
            + "|null|open|package|permits|private|protected|public|record|requires|return|sealed|short|static|super"
            + "|switch|synchronized|this|throw|throws|transient|true|false|try|var|void|volatile|while|yield)\\b)");

    private SourcePage() {}

    /** Writes the page of a file of the tree; {@code api} is its Javadoc page, or null. */
    static void write(Tree tree, Template template, String name, Path site, @Nullable String api) throws IOException {
        String html = "source/" + name + ".html";
        String text = Files.readString(tree.file(name));
        StringBuilder body = new StringBuilder("<h1 class=\"path\">").append(Template.escape(name)).append("</h1>\n");
        if (api != null) {
            body.append("<p><a href=\"").append(Links.relative(html, api)).append("\">Javadoc</a></p>\n");
        }
        body.append("<pre class=\"source\"><code>");
        int line = 1;
        for (String row : (name.endsWith(".java") ? coloured(text) : Template.escape(text)).split("\n", -1)) {
            body.append("<span class=\"line\" id=\"L").append(line++).append("\">").append(row).append("</span>\n");
        }
        body.append("</code></pre>\n");
        Path file = site.resolve(html);
        Files.createDirectories(file.getParent());
        Files.writeString(file, template.page(html, name, Map.of(), body.toString()));
    }

    /** The source with comments, texts and reserved words in spans. No span crosses the end of a line. */
    private static String coloured(String text) {
        StringBuilder html = new StringBuilder();
        Matcher matcher = JAVA.matcher(text);
        int at = 0;
        for (; matcher.find(); at = matcher.end()) {
            html.append(Template.escape(text.substring(at, matcher.start())));
            String kind = matcher.group("comment") != null ? "c" : matcher.group("text") != null ? "s" : "k";
            String open = "<span class=\"" + kind + "\">";
            html.append(open).append(Template.escape(matcher.group()).replace("\n", "</span>\n" + open))
                    .append("</span>");
        }
        return html.append(Template.escape(text.substring(at))).toString();
    }
}
