package org.almt.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * One Markdown page.
 *
 * @param name its path from the root of the tree
 * @param node its content
 */
public record Page(String name, Node node) {
    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), HeadingAnchorExtension.create());

    /** Reads the page of a file. */
    public static Page read(Tree tree, Path file) throws IOException {
        return new Page(tree.name(file), Parser.builder().extensions(EXTENSIONS).build().parse(Files.readString(file)));
    }

    /** Reads all pages of a tree. */
    public static List<Page> all(Tree tree) throws IOException {
        List<Page> pages = new ArrayList<>();
        for (Path file : tree.pages()) {
            pages.add(read(tree, file));
        }
        return pages;
    }

    /** The first heading, otherwise the path. */
    public String title() {
        return headings().values().stream().findFirst().orElse(name);
    }

    /** The place of the page in the site: {@code README.md} is the index of its folder. */
    public String html() {
        String stem = name.substring(0, name.length() - ".md".length());
        return stem.replaceFirst("(^|/)README$", "$1index") + ".html";
    }

    /** The texts of the headings in order, by the anchors that HTML and the usual viewers of Markdown give them. */
    public Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        IdGenerator ids = IdGenerator.builder().build();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                headings.put(ids.generateId(text(heading)), text(heading));
            }
        });
        return headings;
    }

    /** The targets of links, and of images, as the page writes them. */
    public List<String> targets() {
        List<String> targets = new ArrayList<>();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                targets.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                targets.add(image.getDestination());
            }
        });
        return targets;
    }

    /** The blocks of code, in order. */
    public List<FencedCodeBlock> code() {
        List<FencedCodeBlock> blocks = new ArrayList<>();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                blocks.add(block);
            }
        });
        return blocks;
    }

    /** The words below a node, without marks. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
