package org.almt.features.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares with bounds, and remembers the largest difference of each quantity: the table of the documentation. */
final class WorstErrors {
    private final Map<String, double[]> worst = new LinkedHashMap<>();

    /** Fails where an element differs by more than the bound. */
    void check(String quantity, double bound, double[] expected, double[] actual) {
        check(quantity, bound, 1, expected, actual);
    }

    /** The same, with differences divided by {@code scale}. */
    void check(String quantity, double bound, double scale, double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length, quantity);
        double largest = 0;
        int place = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(expected[i] - actual[i]) / scale;
            if (!(error <= largest)) {
                largest = error;
                place = i;
            }
        }
        record(quantity, bound, largest);
        assertTrue(largest <= bound, quantity + ": element " + place + " is " + (actual.length == 0
                ? ""
                : actual[place]
                        + ", recorded " + expected[place])
                + "; the difference " + largest + " exceeds " + bound);
    }

    void record(String quantity, double bound, double error) {
        double[] row = worst.computeIfAbsent(quantity, name -> new double[] {bound, 0});
        row[1] = Math.max(row[1], error);
    }

    /** The worst differences as CSV. */
    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of("quantity,bound,worst"));
        worst.forEach((quantity, row) -> lines.add(quantity + "," + row[0] + "," + row[1]));
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
