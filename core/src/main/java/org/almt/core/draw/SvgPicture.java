package org.almt.core.draw;

import java.util.Locale;

/**
 * A picture in SVG. Colours follow the reader's choice of light or dark. Shapes therefore name a style, not a colour:
 * {@code data}, {@code parameter}, {@code value}, {@code result}, {@code gradient}, {@code saved}.
 */
public final class SvgPicture {
    private static final String STYLE = """
            <style>
            svg { --ink: #1c2126; --quiet: #5b6570; --paper: #ffffff; --data: #e3eefb; --parameter: #dff3e4;
            --value: #ffffff; --result: #fdf0d5; --gradient: #f6e3ef; --saved: #ece9fb; }
            @media (prefers-color-scheme: dark) {
            svg { --ink: #e4e6ea; --quiet: #a4adb7; --paper: #16191d; --data: #1f3348; --parameter: #1f3d2a;
            --value: #16191d; --result: #463a1e; --gradient: #46283a; --saved: #2d2a4a; }
            }
            .paper { fill: var(--paper); stroke: none; }
            text { font: 12px system-ui, "DejaVu Sans", Arial, sans-serif; fill: var(--ink); }
            .small { font-size: 10px; fill: var(--quiet); }
            .bold { font-weight: 600; }
            .middle { text-anchor: middle; }
            .end { text-anchor: end; }
            rect { stroke: var(--ink); stroke-width: 0.8; }
            .data { fill: var(--data); } .parameter { fill: var(--parameter); } .value { fill: var(--value); }
            .result { fill: var(--result); } .gradient { fill: var(--gradient); } .saved { fill: var(--saved); }
            .line { stroke: var(--quiet); stroke-width: 1.1; fill: none; }
            .arrow { marker-end: url(#head); }
            #head path { fill: var(--quiet); }
            </style>
            <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
            orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>
            """;

    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;
    private final String title;

    /** A picture of a given size in pixels. Screen readers read the title. */
    public SvgPicture(double width, double height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    /** A rectangle of a style. {@code hint}, unless it is empty, is shown when the mouse rests on it. */
    public SvgPicture box(double x, double y, double width, double height, String style, String hint) {
        body.append("<rect class=\"").append(style).append("\" x=\"").append(number(x)).append("\" y=\"")
                .append(number(y)).append("\" width=\"").append(number(width)).append("\" height=\"")
                .append(number(height)).append("\" rx=\"3\"");
        if (hint.isEmpty()) {
            body.append("/>\n");
        } else {
            body.append("><title>").append(escaped(hint)).append("</title></rect>\n");
        }
        return this;
    }

    /**
     * Words that begin at a point on the base line. Styles are {@code small}, {@code bold}, {@code middle}, {@code
     * end}.
     */
    public SvgPicture text(double x, double y, String style, String words) {
        body.append("<text class=\"").append(style).append("\" x=\"").append(number(x)).append("\" y=\"")
                .append(number(y)).append("\">").append(escaped(words)).append("</text>\n");
        return this;
    }

    /** A straight line. */
    public SvgPicture line(double x1, double y1, double x2, double y2) {
        body.append("<path class=\"line\" d=\"M").append(point(x1, y1)).append(" L").append(point(x2, y2))
                .append("\"/>\n");
        return this;
    }

    /** A smooth arrow down through points (x, y), given one after another. */
    public SvgPicture curve(double[] points) {
        body.append("<path class=\"line arrow\" d=\"M").append(point(points[0], points[1]));
        for (int i = 2; i < points.length; i += 2) {
            double middle = (points[i - 1] + points[i + 1]) / 2;
            body.append(" C").append(point(points[i - 2], middle)).append(' ').append(point(points[i], middle))
                    .append(' ').append(point(points[i], points[i + 1]));
        }
        body.append("\"/>\n");
        return this;
    }

    private static String point(double x, double y) {
        return number(x) + "," + number(y);
    }

    /** A coordinate with one decimal. The decimal is left out if it is 0. */
    public static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** The text, escaped for SVG. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** The file. */
    @Override
    public String toString() {
        String size = number(width) + "\" height=\"" + number(height);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(width) + " " + number(height)
                + "\" width=\"" + size + "\" role=\"img\">\n<title>" + escaped(title) + "</title>\n" + STYLE
                + "<rect class=\"paper\" x=\"0\" y=\"0\" width=\"" + size + "\"/>\n" + body + "</svg>\n";
    }
}
