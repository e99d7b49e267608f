package org.almt.site;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** The index for the search in pages: every section with its place. It is a script, because files have no server. */
final class Search implements AutoCloseable {
    private final Path file;
    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    Search(Path file) throws IOException {
        this.file = file;
        json = new JsonFactory().createGenerator(text);
        json.writeStartArray();
    }

    /** Adds the sections of a page, each from its heading to the next. */
    void add(Page page, String html) throws IOException {
        String anchor = "";
        String heading = page.title();
        StringBuilder words = new StringBuilder();
        for (Element element : Jsoup.parseBodyFragment(html).body().children()) {
            if (element.tagName().matches("h[1-6]")) {
                section(page, anchor, heading, words);
                anchor = element.id();
                heading = element.text();
            } else {
                words.append(element.text()).append(' ');
            }
        }
        section(page, anchor, heading, words);
    }

    private void section(Page page, String anchor, String heading, StringBuilder words) throws IOException {
        if (!words.toString().isBlank() || !anchor.isEmpty()) {
            json.writeStartArray();
            json.writeString(page.title());
            json.writeString(heading);
            json.writeString(page.html() + (anchor.isEmpty() ? "" : "#" + anchor));
            json.writeString(words.toString().strip());
            json.writeEndArray();
        }
        words.setLength(0);
    }

    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.close();
        Files.writeString(file, "const PAGES = " + text + ";\n");
    }
}
