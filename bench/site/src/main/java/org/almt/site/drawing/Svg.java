package org.almt.site.drawing;

import static org.almt.core.draw.SvgPicture.escaped;
import static org.almt.core.draw.SvgPicture.number;

import java.util.Locale;

/**
 * A picture in SVG, made of boxes, lines and words. Colours follow the reader's choice of light or dark. Shapes
 * therefore name a style, not a colour.
 */
final class Svg {
    /** Styles of boxes, from quiet to loud. */
    enum Fill {
        PLAIN, INPUT, WORK, RESULT
    }

    private static final String STYLE =
            """
                    <style>
                    svg { --ink: #1c2126; --quiet: #5b6570;
                    --plain: #ffffff; --input: #e3eefb; --work: #fdf0d5; --result: #dff3e4; }
                    @media (prefers-color-scheme: dark) {
                    svg { --ink: #e4e6ea; --quiet: #a4adb7;
                    --plain: #16191d; --input: #1f3348; --work: #463a1e; --result: #1f3d2a; }
                    }
                    text { font: 13px system-ui, "DejaVu Sans", Arial, sans-serif; fill: var(--ink); }
                    .small { font-size: 11px; fill: var(--quiet); }
                    .bold { font-weight: 600; }
                    .middle { text-anchor: middle; }
                    .end { text-anchor: end; }
                    rect { stroke: var(--ink); stroke-width: 1; }
                    .plain { fill: var(--plain); }
                    .input { fill: var(--input); }
                    .work { fill: var(--work); }
                    .result { fill: var(--result); }
                    .line { stroke: var(--ink); stroke-width: 1.2; fill: none; }
                    .arrow { marker-end: url(#head); }
                    #head path { fill: var(--ink); }
                    </style>
                    <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
                    orient="auto">
                    <path d="M0,0 L8,4 L0,8 z"/></marker></defs>
                    """;

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;
    private final String description;

    /** A picture of a given size in pixels. Screen readers read the title and the description. */
    Svg(int width, int height, String title, String description) {
        this.width = width;
        this.height = height;
        this.title = title;
        this.description = description;
    }

    Svg box(double x, double y, double width, double height, Fill fill) {
        body.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\"/>\n".formatted(
                fill.name().toLowerCase(Locale.ROOT), number(x), number(y), number(width), number(height)));
        return this;
    }

    /** A box with a line of words in bold, and below it a line in small letters, which may be empty. */
    Svg box(double x, double y, double width, double height, Fill fill, String words, String below) {
        box(x, y, width, height, fill);
        double middle = y + height / 2;
        text(x + width / 2, below.isEmpty() ? middle + 4.5 : middle - 3, "middle bold", words);
        if (!below.isEmpty()) {
            text(x + width / 2, middle + 13, "middle small", below);
        }
        return this;
    }

    /**
     * Words that begin at a point on the base line. Classes are {@code small}, {@code bold}, {@code middle}, {@code
     * end}.
     */
    Svg text(double x, double y, String classes, String words) {
        body.append("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n".formatted(classes, number(x), number(y),
                escaped(words)));
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2) {
        return path("line", x1, y1, x2, y2);
    }

    Svg arrow(double x1, double y1, double x2, double y2) {
        return path("line arrow", x1, y1, x2, y2);
    }

    /** An arrow along several points. */
    Svg bent(double... points) {
        return path("line arrow", points);
    }

    private Svg path(String classes, double... points) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            d.append(i == 0 ? "M" : " L").append(number(points[i])).append(',').append(number(points[i + 1]));
        }
        body.append("<path class=\"").append(classes).append("\" d=\"").append(d).append("\"/>\n");
        return this;
    }

    /** The file. */
    @Override
    public String toString() {
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                + "width=\"%d\" height=\"%d\" role=\"img\">\n")
                .formatted(width, height, width, height) + "<title>" + escaped(title) + "</title>\n<desc>"
                + escaped(description) + "</desc>\n" + STYLE + body + "</svg>\n";
    }
}
