package org.almt.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Builds the site: {@code SiteMain ROOT SITE}. */
public final class SiteMain {
    /** The text of a cell that stays on one line, such as {@code .8450±.0008 / .8648±.0038} or {@code 73.7 ms}. */
    private static final String FIGURES = "(?=.*\\d)[-+–±.,/ %×\\[\\]\\d]{1,32}( ?[µmG]?[sB])?";

    private SiteMain() {}

    /**
     * Builds the site of the tree at the first argument in the folder of the second argument. The folder is emptied
     * before.
     */
    public static void main(String[] arguments) throws IOException {
        Tree tree = new Tree(Path.of(arguments[0]));
        Path site = Path.of(arguments[1]);
        clear(site);
        Files.createDirectories(site);
        for (String name : List.of("site.css", "site.js", "api.css")) {
            copy(name, site.resolve(name));
        }
        Javadoc.make(tree, site.resolve("api"), site.resolve("api.css"));
        Files.delete(site.resolve("api.css"));
        int pages = pages(tree, site);
        int links = LinkCheck.check(site);
        System.out.println("Site: " + site.resolve("index.html") + " (" + pages + " pages beside the Javadoc; " + links
                + " links checked)");
    }

    private static int pages(Tree tree, Path site) throws IOException {
        List<Page> pages = Page.all(tree);
        Links links = new Links(tree, pages);
        Template template = new Template(pages);
        try (Search search = new Search(site.resolve("search-data.js"))) {
            for (Page page : pages) {
                String body = render(page, links);
                search.add(page, body);
                Path file = site.resolve(page.html());
                Files.createDirectories(file.getParent());
                Files.writeString(file, template.page(page.html(), page.title(), contents(page), body));
            }
        }
        for (String name : links.mentioned()) {
            if (Links.isPicture(name)) {
                Files.createDirectories(site.resolve(name).getParent());
                Files.copy(tree.file(name), site.resolve(name));
            } else {
                SourcePage.write(tree, template, name, site, api(name, site));
            }
        }
        return pages.size();
    }

    /** The page as HTML, with links that are valid in the site. A wide table scrolls by itself. */
    private static String render(Page page, Links links) {
        page.node().accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                link.setDestination(links.resolve(page, link.getDestination()));
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                image.setDestination(links.resolve(page, image.getDestination()));
            }
        });
        Document html = Jsoup.parseBodyFragment(
                HtmlRenderer.builder().extensions(Page.EXTENSIONS).build().render(page.node()));
        html.outputSettings().prettyPrint(false);
        for (Element table : html.select("table")) {
            table.wrap("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"table\"></div>");
        }
        html.select("td, th").stream().filter(cell -> cell.text().matches(FIGURES))
                .forEach(cell -> cell.addClass("short"));
        return html.body().html();
    }

    /** The headings of the second level. */
    private static Map<String, String> contents(Page page) {
        Map<String, String> all = page.headings();
        Map<String, String> contents = new LinkedHashMap<>();
        var anchors = all.keySet().iterator();
        page.node().accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String anchor = anchors.next();
                if (heading.getLevel() == 2) {
                    contents.put(anchor, all.get(anchor));
                }
            }
        });
        return contents;
    }

    /** The Javadoc page of a Java file, or null if it has none. */
    private static @Nullable String api(String name, Path site) throws IOException {
        int from = name.indexOf("src/main/java/");
        if (from < 0 || !name.endsWith(".java")) {
            return null;
        }
        String type = name.substring(from + "src/main/java/".length(), name.length() - ".java".length()) + ".html";
        try (Stream<Path> modules = Files.list(site.resolve("api"))) {
            return modules.map(module -> module.resolve(type)).filter(Files::exists)
                    .map(file -> site.relativize(file).toString().replace('\\', '/')).findFirst().orElse(null);
        }
    }

    private static void copy(String resource, Path file) throws IOException {
        try (InputStream in = SiteMain.class.getResourceAsStream(resource)) {
            Files.copy(in, file);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
