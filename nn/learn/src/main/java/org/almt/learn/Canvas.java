package org.almt.learn;

import static org.almt.core.draw.SvgPicture.escaped;
import static org.almt.core.draw.SvgPicture.number;

import java.util.Locale;
import org.almt.core.op.Checks;

/** A picture in SVG, made of boxes, lines, dots and words. Its colours follow the reader's choice of light or dark. */
public final class Canvas {
    /** Colours by name, in the order in which charts use them. */
    public enum Colour {
        BLUE, ORANGE, GREEN, RED, PURPLE, GREY
    }

    private static final String STYLE = """
            <style>
            svg { --ink: #1c2126; --paper: #ffffff; --blue: #2f6fb3; --orange: #d9822b; --green: #2f8f5b;
            --red: #c23f3f; --purple: #7a55b0; --grey: #8a939c; }
            @media (prefers-color-scheme: dark) {
            svg { --ink: #e4e6ea; --paper: #16191d; --blue: #6fa8e3; --orange: #e8a25a; --green: #63bf8c;
            --red: #e27a7a; --purple: #ae8fdd; --grey: #7a838c; }
            }
            .paper { fill: var(--paper); }
            text { font: 13px system-ui, "DejaVu Sans", Arial, sans-serif; fill: var(--ink); }
            </style>
            """;

    private final int width;
    private final int height;
    private final String title;
    private final StringBuilder body = new StringBuilder();

    /** An empty picture of a given size in pixels. Screen readers read the title. */
    public Canvas(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = Checks.given("picture", "the title", title);
    }

    /** A filled box. Opacity is from 0 to 1. */
    public Canvas box(double x, double y, double boxWidth, double boxHeight, Colour colour, double opacity) {
        body.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" style=\"fill: %s\" fill-opacity=\"%s\"/>\n"
                .formatted(number(x), number(y), number(boxWidth), number(boxHeight), css(colour), share(opacity)));
        return this;
    }

    /** The outline of a box. */
    public Canvas frame(double x, double y, double boxWidth, double boxHeight) {
        body.append(("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" "
                + "style=\"fill: none; stroke: var(--ink); stroke-width: 1\"/>\n")
                .formatted(number(x), number(y), number(boxWidth), number(boxHeight)));
        return this;
    }

    /** A line through points x, y, x, y, and so on. */
    public Canvas line(Colour colour, double... points) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            path.append(i == 0 ? "M" : " L").append(number(points[i])).append(',').append(number(points[i + 1]));
        }
        body.append("<path d=\"%s\" style=\"fill: none; stroke: %s; stroke-width: 1.5\"/>\n".formatted(path,
                css(colour)));
        return this;
    }

    /** A dot. */
    public Canvas dot(double x, double y, double radius, Colour colour) {
        body.append("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" style=\"fill: %s\"/>\n".formatted(number(x), number(y),
                number(radius), css(colour)));
        return this;
    }

    /** Words that begin at a point on their base line. */
    public Canvas text(double x, double y, String words) {
        return text(x, y, "start", words);
    }

    /** Words with their start, middle or end at a point on their base line. */
    public Canvas text(double x, double y, String anchor, String words) {
        Checks.given("picture", "a text", words);
        body.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n".formatted(number(x), number(y), anchor,
                escaped(words)));
        return this;
    }

    /**
     * Writes the picture into the folder of pictures, and prints its path.
     *
     * @param name without ending
     */
    public void write(String name) {
        Lesson.write(name, toString());
    }

    private static String css(Colour colour) {
        return "var(--" + colour.name().toLowerCase(Locale.ROOT) + ")";
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The file. */
    @Override
    public String toString() {
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                + "role=\"img\">\n").formatted(width, height, width, height) + "<title>" + escaped(title) + "</title>\n"
                + STYLE
                + "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n".formatted(width, height) + body + "</svg>\n";
    }
}
