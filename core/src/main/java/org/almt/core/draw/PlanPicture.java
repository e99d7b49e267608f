package org.almt.core.draw;

import java.util.List;
import java.util.Locale;

/**
 * A memory plan as a picture. Time runs from left to right, in ops. Addresses run from the top down. A rectangle is a
 * buffer during one of its lives.
 */
public final class PlanPicture {
    private static final double LEFT = 76;
    private static final double TOP = 58;
    private static final double WIDTH = 760;
    private static final double HEIGHT = 420;
    private static final double LEAST = 0.4;
    /** A rectangle that is higher than this may show its name. */
    private static final double ROOM = 13;

    /**
     * A buffer during one life.
     *
     * @param name shown if there is room for it
     * @param style {@code value}, {@code saved} or {@code gradient}
     * @param hint text that is shown when the mouse rests on it
     * @param address in bytes
     * @param bytes its length
     * @param from the first op of its life
     * @param to the last
     */
    public record Span(String name, String style, String hint, long address, long bytes, int from, int to) {}

    private PlanPicture() {}

    /**
     * The picture.
     *
     * @param forward number of ops of the forward pass; a line marks their end
     * @param steps number of ops of both passes
     * @param bytes of the plan
     */
    public static String svg(String title, List<Span> spans, int forward, int steps, long bytes) {
        double column = WIDTH / Math.max(1, steps);
        double scale = HEIGHT / Math.max(1, bytes);
        SvgPicture picture = new SvgPicture(LEFT + WIDTH + 20, TOP + HEIGHT + 34, title);
        picture.text(LEFT, 20, "bold", title);
        legend(picture);
        for (Span span : spans) {
            int to = Math.min(span.to(), steps - 1); // a result lives on after the last op
            double width = Math.max(LEAST, (to - span.from() + 1) * column);
            double height = Math.max(LEAST, span.bytes() * scale);
            double x = LEFT + span.from() * column;
            double y = TOP + span.address() * scale;
            picture.box(x, y, width, height, span.style(), span.hint());
            if (height > ROOM && width > 7 * span.name().length() + 4) {
                picture.text(x + width / 2, y + height / 2 + 4, "middle small", span.name());
            }
        }
        for (int i = 0; i <= 4; i++) {
            picture.text(LEFT - 8, TOP + HEIGHT * i / 4 + 4, "end small", bytes(bytes * i / 4));
        }
        double end = LEFT + forward * column;
        if (steps > forward) {
            picture.line(end, TOP - 6, end, TOP + HEIGHT + 6);
            picture.text((end + LEFT + WIDTH) / 2, TOP + HEIGHT + 20, "middle small", "backward");
        }
        picture.text((LEFT + end) / 2, TOP + HEIGHT + 20, "middle small", "forward");
        return picture.toString();
    }

    private static void legend(SvgPicture picture) {
        String[] styles = {"value", "saved", "gradient"};
        String[] words = {"values", "saved for backward, or scratch", "gradients"};
        double x = LEFT;
        for (int i = 0; i < styles.length; i++) {
            picture.box(x, 31, 14, 12, styles[i], "");
            picture.text(x + 20, 41, "small", words[i]);
            x += 40 + 6 * words[i].length();
        }
    }

    /** For example 27.6 MB. */
    public static String bytes(long bytes) {
        return bytes < 1_000 ? bytes + " B"
                : bytes < 1_000_000 ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
