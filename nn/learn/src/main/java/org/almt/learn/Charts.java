package org.almt.learn;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.almt.core.op.Checks;
import org.almt.learn.Canvas.Colour;

/** Usual charts, each a {@link Canvas}. */
public final class Charts {
    private static final int LEFT = 60;
    private static final int TOP = 34;
    private static final int WIDTH = 520;
    private static final int HEIGHT = 220;

    private Charts() {}

    /** Curves over 0, 1, 2, …, one for each name. Where a value is NaN or infinite, the curve has a gap. */
    public static Canvas curves(String title, String below, Map<String, double[]> curves) {
        Checks.given("curves", "the text below", below);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int longest = 2;
        for (double[] curve : Checks.given("curves", "the map of curves", curves).values()) {
            for (double value : curve) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            longest = Math.max(longest, curve.length);
        }
        if (low > high) { // nothing to draw
            low = 0;
            high = 1;
        } else if (low > 0 && low < high / 20) { // the axis begins at a number
            low = 0;
        }
        double height = high > low ? high - low : 1;
        Canvas picture = new Canvas(LEFT + WIDTH + 170, TOP + HEIGHT + 54, title);
        axes(picture, title, below, longest - 1, low, high);
        int number = 0;
        for (Map.Entry<String, double[]> curve : curves.entrySet()) {
            Colour colour = Colour.values()[number % Colour.values().length];
            double[] values = curve.getValue();
            int from = 0;
            for (int i = 0; i <= values.length; i++) {
                if (i == values.length || !Double.isFinite(values[i])) {
                    double[] points = new double[2 * (i - from)];
                    for (int k = from; k < i; k++) {
                        points[2 * (k - from)] = LEFT + (double) WIDTH * k / (longest - 1);
                        points[2 * (k - from) + 1] = TOP + HEIGHT * (high - values[k]) / height;
                    }
                    if (points.length == 2) {
                        picture.dot(points[0], points[1], 1.5, colour);
                    } else if (points.length > 2) {
                        picture.line(colour, points);
                    }
                    from = i + 1;
                }
            }
            picture.box(LEFT + WIDTH + 14, TOP + 20 * number, 12, 12, colour, 1);
            picture.text(LEFT + WIDTH + 32, TOP + 20 * number + 11, curve.getKey());
            number++;
        }
        return picture;
    }

    /** Bars with a name and a number each. */
    public static Canvas bars(String title, Map<String, Double> bars) {
        boolean small = bars.values().stream().anyMatch(value -> short4(value).contains("e-"));
        double high = Math.max(Double.MIN_NORMAL, bars.values().stream().mapToDouble(v -> v).max().orElse(1));
        Canvas picture = new Canvas(740, TOP + 28 * bars.size() + 12, title);
        picture.text(12, 20, title);
        int number = 0;
        for (Map.Entry<String, Double> bar : bars.entrySet()) {
            double y = TOP + 28 * number;
            double length = 400 * bar.getValue() / high;
            picture.text(230, y + 15, "end", bar.getKey());
            picture.box(240, y, Math.max(1, length), 20, Colour.values()[number % Colour.values().length], 0.8);
            picture.text(248 + Math.max(1, length), y + 15,
                    small ? String.format(Locale.ROOT, "%.3e", bar.getValue()) : short4(bar.getValue()));
            number++;
        }
        return picture;
    }

    /** Histograms from low to high, one above the other, each scaled to its own highest column. */
    public static Canvas histograms(String title, double low, double high, Map<String, float[]> samples) {
        int columns = 80;
        int row = 74;
        Canvas picture = new Canvas(740, TOP + row * samples.size() + 26, title);
        picture.text(12, 20, title);
        int number = 0;
        for (Map.Entry<String, float[]> sample : samples.entrySet()) {
            int[] counts = new int[columns];
            for (float value : sample.getValue()) {
                int column = (int) Math.floor((value - low) / (high - low) * columns);
                counts[Math.clamp(column, 0, columns - 1)]++;
            }
            int most = 1;
            for (int count : counts) {
                most = Math.max(most, count);
            }
            double floor = TOP + row * (number + 1) - 12;
            for (int c = 0; c < columns; c++) {
                double tall = (row - 18.0) * counts[c] / most;
                picture.box(220 + 6 * c, floor - tall, 5, tall, Colour.values()[number % Colour.values().length], 0.8);
            }
            picture.line(Colour.GREY, 220, floor, 220 + 6 * columns, floor);
            picture.text(210, floor - 20, "end", sample.getKey());
            number++;
        }
        double foot = TOP + row * samples.size() + 8;
        picture.text(220, foot, short4(low)).text(220 + 3 * columns, foot, "middle", short4((low + high) / 2));
        return picture.text(220 + 6 * columns, foot, "end", short4(high));
    }

    /** A map of cells, row by row: 0 is empty, 1 is full. */
    public static void cells(
            Canvas picture, double x, double y, double size, int columns, float[] values, Colour colour) {
        for (int i = 0; i < values.length; i++) {
            picture.box(x + size * (i % columns), y + size * (i / columns), size - 1, size - 1, colour,
                    Math.clamp(values[i], 0.0, 1.0));
        }
        picture.frame(x - 1, y - 1, size * columns + 1, size * (values.length / columns) + 1);
    }

    private static void axes(Canvas picture, String title, String below, int last, double low, double high) {
        picture.text(12, 20, title);
        picture.line(Colour.GREY, LEFT, TOP, LEFT, TOP + HEIGHT, LEFT + WIDTH, TOP + HEIGHT);
        for (double tick : ticks(low, high)) {
            double y = high > low ? TOP + HEIGHT * (high - tick) / (high - low) : TOP;
            picture.line(Colour.GREY, LEFT - 4, y, LEFT, y);
            picture.text(LEFT - 7, y + 4, "end", short4(tick));
        }
        for (double tick : ticks(0, last)) {
            if (tick == Math.rint(tick)) { // there is nothing between two values
                double x = LEFT + WIDTH * tick / last;
                picture.line(Colour.GREY, x, TOP + HEIGHT, x, TOP + HEIGHT + 4);
                picture.text(x, TOP + HEIGHT + 19, "middle", short4(tick));
            }
        }
        picture.text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 40, "middle", below);
    }

    /** Round numbers from low to high, six at most: multiples of 1, 2 or 5 times a power of ten. */
    static double[] ticks(double low, double high) {
        if (high <= low) {
            return new double[] {low};
        }
        BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(high - low)) - 1);
        double[] factors = {1, 2, 5, 10, 20, 50};
        int factor = 0;
        while (Math.floor(high / (step.doubleValue() * factors[factor]))
                - Math.ceil(low / (step.doubleValue() * factors[factor])) > 5) {
            factor++;
        }
        BigDecimal each = step.multiply(BigDecimal.valueOf(factors[factor]));
        long first = (long) Math.ceil(low / each.doubleValue());
        long last = (long) Math.floor(high / each.doubleValue());
        double[] ticks = new double[(int) (last - first + 1)];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = each.multiply(BigDecimal.valueOf(first + i)).doubleValue();
        }
        return ticks;
    }

    /** Four digits; all digits before the point from 10,000 on. */
    private static String short4(double value) {
        if (Math.abs(value) >= 10_000 && Math.abs(value) < 1e12) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(Locale.ROOT, "%.4g", value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }
}
