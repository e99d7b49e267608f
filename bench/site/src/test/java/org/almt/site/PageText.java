package org.almt.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/**
 * The text of a page, without blocks of code and addresses of links. A piece of code in a line counts as one word.
 *
 * @param words of paragraphs, lists, headings and tables
 * @param sentences of paragraphs and lists
 */
record PageText(int words, List<String> sentences) {
    private static final Pattern END = Pattern.compile(
            "(?<=[.!?][)\"”]?)(?<! (?:al|cf|vs|No|Eq)\\.)(?<!\\b(?:e\\.g|i\\.e)\\.)\\s+");

    static PageText of(Page page) {
        List<String> sentences = new ArrayList<>();
        List<String> others = new ArrayList<>();
        page.node().accept(new AbstractVisitor() {
            @Override
            public void visit(Paragraph paragraph) {
                for (String sentence : END.split(text(paragraph))) {
                    if (words(sentence) > 0) {
                        sentences.add(sentence.strip());
                    }
                }
            }

            @Override
            public void visit(Heading heading) {
                others.add(text(heading));
            }

            @Override
            public void visit(CustomNode row) {
                others.add(text(row));
            }
        });
        int words = sentences.stream().mapToInt(PageText::words).sum()
                + others.stream().mapToInt(PageText::words).sum();
        return new PageText(words, sentences);
    }

    /** The sentence with the most words, or nothing. */
    String longest() {
        return sentences.stream().max(Comparator.comparingInt(PageText::words)).orElse("");
    }

    /** How many words a text has: what has a letter or a digit, between spaces. */
    static int words(String text) {
        int words = 0;
        for (String word : text.split("\\s+")) {
            if (word.codePoints().anyMatch(Character::isLetterOrDigit)) {
                words++;
            }
        }
        return words;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append("`code`");
            }

            @Override
            public void visit(Link link) {
                int start = text.length();
                visitChildren(link);
                if (text.substring(start).equals(link.getDestination())) {
                    text.replace(start, text.length(), "address");
                }
            }

            @Override
            public void visit(Image image) {
                // a picture has no words
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak lineBreak) {
                text.append(' ');
            }

            @Override
            public void visit(CustomNode cell) {
                visitChildren(cell);
                text.append(' ');
            }
        });
        return text.toString();
    }
}
