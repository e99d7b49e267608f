package org.almt.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.almt.io.Sha256;

/**
 * Builds one HTML file from the template, styles, scripts and data. Its content security policy forbids every
 * connection, and every script except its own two, which are named by their hashes. So text of the data can neither
 * become a script nor load anything.
 */
final class HtmlPage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlPage() {}

    /**
     * The file.
     *
     * @param title the title of the page
     * @param data the data that the scripts read
     * @param scripts the names of the scripts, in order
     */
    static byte[] of(String title, Map<String, ?> data, List<String> scripts) {
        String charts = asset("echarts/echarts.min.js");
        String script = "(() => {\n'use strict';\n"
                + String.join("\n", scripts.stream().map(HtmlPage::asset).toList()) + "})();\n";
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("policy",
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                        + " script-src " + hash(charts) + " " + hash(script));
        parts.put("title", escaped(title));
        parts.put("style", asset("report.css"));
        parts.put("data", InlineJson.of(data));
        parts.put("charts", charts);
        parts.put("script", script);
        StringBuilder html = new StringBuilder(1 << 21);
        Matcher place = PLACE.matcher(asset("report.html"));
        while (place.find()) {
            place.appendReplacement(html, "");
            html.append(parts.get(place.group(1)));
        }
        place.appendTail(html);
        return html.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A source of the policy: the hash of a script's text in the file. */
    private static String hash(String script) {
        byte[] digest = Sha256.digest().digest(script.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    /** Escapes text for an element or an attribute. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        InlineJson.wellFormed(text).chars().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c == 0 ? '\uFFFD' : (char) c);
            }
        });
        return safe.toString();
    }

    /**
     * Reads a file beside this class, with line feeds as the only line ends. HTML converts other line ends to line
     * feeds, and the hash would then differ.
     */
    private static String asset(String name) {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "report: " + name + " is missing in this build; build it with Maven, which downloads it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n").replace('\r', '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers as a list, for JSON. */
    static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }
}
