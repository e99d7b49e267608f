package org.almt.site;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The targets of links of pages, in the tree and in the site. */
public final class Links {
    private final Tree tree;
    private final Map<String, Page> pages = new TreeMap<>();
    private final TreeSet<String> mentioned = new TreeSet<>();

    /** Links between these pages and to files of the tree. */
    public Links(Tree tree, List<Page> pages) {
        this.tree = tree;
        pages.forEach(page -> this.pages.put(page.name(), page));
    }

    /**
     * The target of a link in the site, relative to the place of the page.
     *
     * @throws IllegalArgumentException if the file or anchor does not exist
     */
    public String resolve(Page page, String target) {
        if (target.matches("[a-z]+:.*")) {
            return target;
        }
        URI uri = URI.create(target.replace(" ", "%20"));
        Path own = tree.file(page.name());
        Path file = uri.getPath().isEmpty() ? own : own.resolveSibling(uri.getPath()).normalize();
        if (!file.startsWith(tree.root()) || !Files.exists(file)) {
            throw new IllegalArgumentException(page.name() + ": the link " + target + " leads to no file");
        }
        String name = tree.name(Files.isDirectory(file) ? file.resolve("README.md") : file);
        Page other = pages.get(name);
        String fragment = uri.getFragment();
        if (other == null) {
            if (!Files.isRegularFile(tree.file(name)) || fragment != null) {
                throw new IllegalArgumentException(page.name() + ": the link " + target + " leads to "
                        + (fragment == null ? "a folder without README.md" : "a part of a file that is no page"));
            }
            mentioned.add(name);
            return relative(page.html(), isPicture(name) ? name : "source/" + name + ".html");
        }
        if (fragment != null && !other.headings().containsKey(fragment)) {
            throw new IllegalArgumentException(page.name() + ": the link " + target + " leads to no heading; "
                    + other.name() + " has " + other.headings().keySet());
        }
        String html = other == page && fragment != null ? "" : relative(page.html(), other.html());
        return fragment == null ? html : html + "#" + fragment;
    }

    /** The files of the tree that are link targets but no pages. */
    public TreeSet<String> mentioned() {
        return mentioned;
    }

    static boolean isPicture(String name) {
        return name.endsWith(".svg") || name.endsWith(".png");
    }

    /** The relative path from one file of the site to another. */
    static String relative(String from, String to) {
        Path folder = Path.of("/", from).resolveSibling("");
        return folder.relativize(Path.of("/", to)).toString().replace('\\', '/');
    }
}
