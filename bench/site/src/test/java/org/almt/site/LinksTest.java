package org.almt.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every link of every page leads to a page, a heading or a file. */
class LinksTest {
    @TempDir
    Path folder;

    @Test
    void pagesHaveNoDeadLink() throws IOException {
        Tree tree = Tree.here();
        List<Page> pages = Page.all(tree);
        List<String> dead = dead(new Links(tree, pages), pages);
        assertEquals(List.of(), dead);
        assertTrue(pages.size() >= 20, pages.size() + " pages seen");
        int links = pages.stream().mapToInt(page -> page.targets().size()).sum();
        assertTrue(links >= 60, links + " links seen");
    }

    @Test
    void deadLinksAreFound() throws IOException {
        Files.createDirectory(folder.resolve(".mvn"));
        Files.createDirectory(folder.resolve("core"));
        Files.writeString(folder.resolve("core/Op.java"), "class Op {}\n");
        Files.writeString(folder.resolve("core/README.md"), "# Core\n\n## The *second* part\n");
        Files.writeString(folder.resolve("README.md"),
                """
                        # Start

                        [a](core), [b](core/README.md#the-second-part), [c](core/Op.java), [d](#start),
                        [e](https://example.org)
                        [f](core/Missing.java), [g](core/README.md#third), [h](../outside.md), [i](#nowhere),
                        [j](core/Op.java#L1)
                        """);
        Tree tree = new Tree(folder);
        List<Page> pages = Page.all(tree);
        Links links = new Links(tree, pages);
        assertEquals(
                List.of("core/Missing.java", "core/README.md#third", "../outside.md", "#nowhere", "core/Op.java#L1"),
                dead(links, pages).stream().map(message -> message.replaceAll(".*the link (\\S+) .*", "$1")).toList());
        Page start = pages.getFirst();
        assertEquals("README.md", start.name());
        assertEquals("core/index.html#the-second-part", links.resolve(start, "core/README.md#the-second-part"));
        assertEquals("source/core/Op.java.html", links.resolve(start, "core/Op.java"));
        assertEquals("../index.html", links.resolve(pages.getLast(), "../README.md"));
    }

    @Test
    void deadLinksOfASiteAreFound() throws IOException {
        Files.writeString(folder.resolve("a.html"),
                "<h1 id='top'>A</h1><a href='b.html#there'>b</a><a href='#top'>top</a><a href='#bottom'>bottom</a>");
        Files.writeString(folder.resolve("b.html"),
                "<p id='there'><a href='c.html'>c</a><img src='//example.org/x.png'>");
        String found = "";
        try {
            LinkCheck.check(folder);
        } catch (IllegalStateException e) {
            found = e.getMessage();
        }
        assertEquals("""
                links that lead nowhere:
                a.html -> #bottom (no such anchor)
                b.html -> //example.org/x.png
                b.html -> c.html
                b.html fetches //example.org/x.png""", found);
    }

    private static List<String> dead(Links links, List<Page> pages) {
        List<String> dead = new ArrayList<>();
        for (Page page : pages) {
            for (String target : page.targets()) {
                try {
                    links.resolve(page, target);
                } catch (IllegalArgumentException e) {
                    dead.add(e.getMessage());
                }
            }
        }
        return dead;
    }
}
