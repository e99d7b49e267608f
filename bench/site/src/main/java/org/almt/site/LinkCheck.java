package org.almt.site;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Searches a folder of HTML for dead links, and for anything that a page would download from elsewhere. */
final class LinkCheck {
    private final Path site;
    private final Map<Path, Set<String>> anchors = new HashMap<>();
    private final Set<String> broken = new TreeSet<>();
    private int links;

    private LinkCheck(Path site) {
        this.site = site.toAbsolutePath().normalize();
    }

    /**
     * Checks all pages of a folder.
     *
     * @return the number of links inside the folder that were followed
     * @throws IllegalStateException if there are dead links; the message lists all
     */
    static int check(Path folder) throws IOException {
        LinkCheck check = new LinkCheck(folder);
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(check.site)) {
            files.filter(file -> file.toString().endsWith(".html")).sorted().forEach(pages::add);
        }
        Map<Path, List<String>> targets = new LinkedHashMap<>();
        for (Path page : pages) {
            targets.put(page, check.read(page));
        }
        targets.forEach((page, all) -> all.forEach(target -> check.follow(page, target)));
        if (!check.broken.isEmpty()) {
            throw new IllegalStateException("links that lead nowhere:\n" + String.join("\n", check.broken));
        }
        return check.links;
    }

    /** Stores the anchors of a page, and returns its links. */
    private List<String> read(Path page) throws IOException {
        Document document = Jsoup.parse(Files.readString(page));
        Set<String> ids = new HashSet<>();
        document.select("[id]").forEach(element -> ids.add(element.id()));
        document.select("a[name]").forEach(element -> ids.add(element.attr("name")));
        anchors.put(page, ids);
        List<String> targets = new ArrayList<>();
        for (Element element : document.select("a[href]")) {
            targets.add(element.attr("href"));
        }
        for (Element element : document.select("link[href], script[src], img[src]")) {
            String source = element.attr(element.hasAttr("src") ? "src" : "href");
            if (source.matches("(?i)(https?:)?//.*")) {
                broken.add(site.relativize(page) + " fetches " + source);
            }
            targets.add(source);
        }
        return targets;
    }

    private void follow(Path page, String target) {
        if (target.matches("(?i)(https?|mailto|data|javascript):.*") || target.isEmpty()) {
            return;
        }
        links++;
        int hash = target.indexOf('#');
        String path = URI.create((hash < 0 ? target : target.substring(0, hash)).replace(" ", "%20")).getPath();
        Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        String fragment = hash < 0 ? "" : target.substring(hash + 1);
        if (!file.startsWith(site) || !Files.isRegularFile(file)) {
            broken.add(site.relativize(page) + " -> " + target);
        } else if (!fragment.isEmpty() && file.toString().endsWith(".html") && !hasAnchor(file, fragment)) {
            broken.add(site.relativize(page) + " -> " + target + " (no such anchor)");
        }
    }

    private boolean hasAnchor(Path file, String fragment) {
        Set<String> ids = anchors.getOrDefault(file, Set.of());
        return ids.contains(fragment)
                || ids.contains(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
}
