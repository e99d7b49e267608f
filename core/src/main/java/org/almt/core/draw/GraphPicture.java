package org.almt.core.draw;

import java.util.List;

/**
 * A computation as boxes and arrows. It is written as SVG, or as text for Graphviz, which draws it by {@code dot
 * -Tsvg}.
 */
public final class GraphPicture {
    private static final double WIDTH = 150;
    private static final double GAP = 22;
    private static final double LINE = 14;
    private static final double BETWEEN = 34;
    private static final double EDGE = 14;

    /**
     * A box.
     *
     * @param style {@code data}, {@code parameter}, {@code value} or {@code result}
     * @param lines the first in bold
     * @param inputs numbers of the boxes that arrows come from; each is smaller than the number of this box
     */
    public record Box(String style, List<String> lines, int[] inputs) {}

    private GraphPicture() {}

    /** The picture. */
    public static String svg(String title, List<Box> boxes) {
        Layers layers = new Layers(boxes.stream().map(Box::inputs).toArray(int[][]::new));
        int most = boxes.stream().mapToInt(box -> box.lines().size()).max().orElse(1);
        double height = most * LINE + 8;
        double step = height + BETWEEN;
        SvgPicture picture = new SvgPicture(layers.width() * (WIDTH + GAP) - GAP + 2 * EDGE,
                layers.count() * step - BETWEEN + 2 * EDGE, title);
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < boxes.get(i).inputs().length; j++) {
                picture.curve(points(layers.arrow(i, j), height, step));
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            box(picture, boxes.get(i), middle(layers.x(i)), EDGE + layers.layer(i) * step, height);
        }
        return picture.toString();
    }

    private static double middle(double x) {
        return EDGE + x * (WIDTH + GAP) - GAP / 2;
    }

    /** From the lower edge of a box to the upper edge of another, through the layers between them. */
    private static double[] points(double[] arrow, double height, double step) {
        int last = arrow.length / 2 - 1;
        double[] points = new double[4 * Math.max(0, last - 1) + 4];
        int at = 0;
        for (int i = 0; i <= last; i++) {
            double top = EDGE + arrow[2 * i + 1] * step;
            if (i > 0) {
                points[at++] = middle(arrow[2 * i]);
                points[at++] = top;
            }
            if (i < last) {
                points[at++] = middle(arrow[2 * i]);
                points[at++] = top + height;
            }
        }
        return points;
    }

    private static void box(SvgPicture picture, Box box, double middle, double top, double height) {
        picture.box(middle - WIDTH / 2, top, WIDTH, height, box.style(), String.join("\n", box.lines()));
        double y = top + (height - box.lines().size() * LINE) / 2 + LINE - 3.5;
        for (int i = 0; i < box.lines().size(); i++) {
            picture.text(middle, y + i * LINE, i == 0 ? "middle bold" : "middle small", shortened(box.lines().get(i)));
        }
    }

    private static String shortened(String line) {
        return line.length() <= 26 ? line : line.substring(0, 25) + "…";
    }

    /** The same for Graphviz. */
    public static String dot(String title, List<Box> boxes) {
        StringBuilder text = new StringBuilder("digraph ").append(quoted(title))
                .append(" {\nnode [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=10];\n");
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            text.append('n').append(i).append(" [label=").append(quoted(String.join("\n", box.lines())))
                    .append(", fillcolor=\"").append(colour(box.style())).append("\"];\n");
            for (int from : box.inputs()) {
                text.append('n').append(from).append(" -> n").append(i).append(";\n");
            }
        }
        return text.append("}\n").toString();
    }

    private static String colour(String style) {
        return switch (style) {
            case "data" -> "#e3eefb";
            case "parameter" -> "#dff3e4";
            case "result" -> "#fdf0d5";
            default -> "#ffffff";
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
