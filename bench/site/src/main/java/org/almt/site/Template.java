package org.almt.site;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The frame around every page: header with search, menu of all pages, contents. */
final class Template {
    private static final List<String> FOLDERS = List.of("", "core", "nn", "almt", "bench", "tests-data");

    private final Map<String, List<Page>> menu = new TreeMap<>();

    Template(List<Page> pages) {
        for (String folder : FOLDERS) {
            menu.put(folder, pages.stream().filter(page -> folder(page.name()).equals(folder))
                    .sorted((a, b) -> order(a).compareTo(order(b))).toList());
        }
        List<String> lost = pages.stream().map(Page::name).filter(name -> !FOLDERS.contains(folder(name))).toList();
        if (!lost.isEmpty()) {
            throw new IllegalArgumentException("no place in the menu for " + lost);
        }
    }

    private static String folder(String name) {
        return name.contains("/") ? name.substring(0, name.indexOf('/')) : "";
    }

    /** README first within its folder, and the pages of a folder before those of the folders in it. */
    private static String order(Page page) {
        int last = page.name().lastIndexOf('/') + 1;
        String file = page.name().substring(last);
        return page.name().substring(0, last) + (file.equals("README.md") ? " " : "") + file;
    }

    /**
     * A whole HTML file.
     *
     * @param html its place in the site
     * @param title the title
     * @param contents the headings of the second level by their anchors
     * @param body the text
     */
    String page(String html, String title, Map<String, String> contents, String body) {
        String root = Links.relative(html, "index.html").replaceFirst("index\\.html$", "");
        StringBuilder toc = new StringBuilder();
        if (contents.size() > 2) {
            toc.append("<nav class=\"toc\" aria-label=\"On this page\"><h2>On this page</h2><ul>\n");
            contents.forEach((anchor, heading) -> toc.append("<li><a href=\"#").append(anchor).append("\">")
                    .append(escape(heading)).append("</a></li>\n"));
            toc.append("</ul></nav>\n");
        }
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="%ssite.css">
                <script>const ROOT = "%s";</script>
                <script src="%ssearch-data.js" defer></script>
                <script src="%ssite.js" defer></script>
                </head>
                <body>
                <a class="skip" href="#main">Skip to the text</a>
                <header>
                <button id="menu-button" aria-controls="menu" aria-expanded="false">Menu</button>
                <a class="home" href="%sindex.html">ALMT in pure Java</a>
                <a class="api" href="%sapi/index.html">Javadoc</a>
                <div class="search">
                <input id="search" type="search" placeholder="Search ( / )" aria-label="Search pages and Javadoc"
                autocomplete="off"><ol id="found" hidden></ol></div>
                </header>
                <div class="columns">
                <nav id="menu" aria-label="Pages">
                %s</nav>
                <main id="main">
                %s</main>
                %s</div>
                </body>
                </html>
                """
                .formatted(escape(title), root, root, root, root, root, root, menu(html, root), body, toc);
    }

    private String menu(String html, String root) {
        StringBuilder text = new StringBuilder();
        for (String folder : FOLDERS) {
            List<Page> pages = menu.getOrDefault(folder, List.of());
            if (pages.isEmpty()) {
                continue;
            }
            text.append("<h2>").append(folder.isEmpty() ? "Start" : folder).append("</h2>\n<ul>\n");
            for (Page page : pages) {
                boolean current = page.html().equals(html);
                text.append("<li><a href=\"").append(root).append(page.html()).append('"')
                        .append(current ? " aria-current=\"page\"" : "").append('>').append(escape(page.title()))
                        .append("</a></li>\n");
            }
            text.append("</ul>\n");
        }
        return text.toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
