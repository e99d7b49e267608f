package org.almt.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Charts can be read: their axes have numbers, and what cannot be drawn leaves a gap. */
class ChartsTest {
    /** The words of a picture, one a line. */
    private static String words(Canvas picture) {
        StringBuilder words = new StringBuilder();
        Matcher text = Pattern.compile("<text [^>]*>([^<]*)</text>").matcher(picture.toString());
        while (text.find()) {
            words.append(text.group(1)).append('\n');
        }
        return words.toString();
    }

    @Test
    void ticksAreRoundNumbersWithin() {
        assertArrayEquals(new double[] {0, 0.2, 0.4, 0.6, 0.8, 1}, Charts.ticks(0, 1));
        assertArrayEquals(new double[] {-12, -10, -8, -6, -4, -2}, Charts.ticks(-13.34, -0.9615));
        assertArrayEquals(new double[] {0, 10, 20, 30}, Charts.ticks(0, 39));
        assertArrayEquals(new double[] {0, 0.5, 1, 1.5, 2}, Charts.ticks(0, 2.4));
        assertArrayEquals(new double[] {7}, Charts.ticks(7, 7));
        for (double high = 1e-7; high < 1e9; high *= 1.37) {
            double[] ticks = Charts.ticks(-high / 3, high);
            assertTrue(ticks.length >= 3 && ticks.length <= 6, high + ": " + ticks.length);
            assertTrue(ticks[0] >= -high / 3 && ticks[ticks.length - 1] <= high, high + "");
        }
    }

    @Test
    void bothAxesHaveNumbers() {
        double[] values = new double[40];
        for (int i = 0; i < 40; i++) {
            values[i] = i / 100.0;
        }
        assertEquals("title\n0\n0.1\n0.2\n0.3\n0\n10\n20\n30\nsteps\na\n",
                words(Charts.curves("title", "steps", Map.of("a", values))));
    }

    /** Between two values there is nothing to name. */
    @Test
    void placesOfValuesAreWholeNumbers() {
        assertTrue(words(Charts.curves("t", "x", Map.of("a", new double[] {5, 6, 7})))
                .endsWith("7\n0\n1\n2\nx\na\n"));
    }

    /** A loss that becomes NaN: the frame was empty. */
    @Test
    void whatIsNotFiniteIsAGap() {
        double nan = Double.NaN;
        String picture = Charts.curves("t", "x",
                Map.of("a", new double[] {1, 2, nan, 3, Double.POSITIVE_INFINITY, 2, 1, nan})).toString();
        assertFalse(picture.contains("NaN") || picture.contains("Infinity"), picture);
        Matcher curve = Pattern.compile("<path d=\"([^\"]*)\" style=\"[^\"]*var\\(--blue\\)").matcher(picture);
        assertTrue(curve.find());
        assertEquals(2, curve.group(1).split("L").length, curve.group(1));
        assertTrue(curve.find());
        assertEquals(1, picture.split("<circle", -1).length - 1, "3 stands alone");
        assertFalse(Charts.curves("t", "x", Map.of("a", new double[] {nan, nan})).toString().contains("NaN"));
    }

    /** 0.0001 and more were written out, and less as a power of ten, in one column. */
    @Test
    void theNumbersOfBarsHaveOneForm() {
        Map<String, Double> bars = new LinkedHashMap<>();
        bars.put("a", 0.00008);
        bars.put("b", 0.0005228);
        assertEquals("t\na\n8.000e-05\nb\n5.228e-04\n", words(Charts.bars("t", bars)));
        bars.put("a", 102400.0);
        bars.put("b", 129.0);
        assertEquals("t\na\n102,400\nb\n129\n", words(Charts.bars("t", bars)));
        bars.put("b", 0.0005228);
        bars.put("a", 0.5);
        assertEquals("t\na\n0.5\nb\n0.0005228\n", words(Charts.bars("t", bars)));
    }

    @Test
    void whatIsMissingIsNamed() {
        refused("picture: the title is null; give one", () -> Charts.curves(null, "x", Map.of()));
        refused("curves: the text below is null; give one", () -> Charts.curves("t", null, Map.of()));
        refused("picture: a text is null; give one", () -> new Canvas(9, 9, "t").text(1, 1, null));
        refused("picture: '../../x' is no name; use letters, digits, _ and -; the folder is that of all pictures, and"
                + " .svg is added", () -> new Canvas(9, 9, "t").write("../../x"));
    }

    private static void refused(String sentence, Runnable mistake) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, mistake::run).getMessage());
    }
}
