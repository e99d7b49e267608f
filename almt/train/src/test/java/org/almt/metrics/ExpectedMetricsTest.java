package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.almt.input.DatasetKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every figure against NumPy's, on vectors that meet halves, bin edges, clipping, NaN, constants and -0. */
class ExpectedMetricsTest {
    private static final String RESOURCE = "/metrics/expected.txt";
    private static final double TOLERANCE = 1e-12;
    private static final String SWAPPED = "swapped_";

    record Case(DatasetKind kind, String name, float[] predictions, float[] labels,
            SequencedMap<String, Double> figures) {
        @Override
        public String toString() {
            return kind.label() + ": " + name;
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ExpectedMetricsTest.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    cases.add(parse(line.split(";")));
                }
            }
        }
        return cases.stream();
    }

    private static Case parse(String[] fields) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        for (int i = 4; i < fields.length; i++) {
            String[] pair = fields[i].split("=");
            figures.put(pair[0], figure(pair[1]));
        }
        return new Case(DatasetKind.of(fields[0]), fields[1], floats(fields[2]), floats(fields[3]), figures);
    }

    private static double figure(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static float[] floats(String text) {
        String[] parts = text.split(" ");
        float[] floats = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            floats[i] = CsvNumbers.parse(parts[i]);
        }
        return floats;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithNumPy(Case expected) {
        Metrics metrics = Metrics.of(expected.kind(), expected.predictions(), expected.labels());
        SequencedMap<String, Double> actual = new LinkedHashMap<>(metrics.values());
        metrics.swappedF1().forEach((name, value) -> actual.put(SWAPPED + name, value));
        assertEquals(List.copyOf(expected.figures().keySet()), List.copyOf(actual.keySet()), "names in MMSA's order");
        for (Map.Entry<String, Double> figure : expected.figures().entrySet()) {
            double want = figure.getValue();
            double scale = Double.isFinite(want) ? Math.max(1, Math.abs(want)) : 1;
            assertEquals(want, actual.get(figure.getKey()), TOLERANCE * scale, figure.getKey());
        }
    }

    @Test
    void casesAreThere() throws IOException {
        assertEquals(260, cases().count());
        assertTrue(cases().anyMatch(c -> c.name().equals("NaN prediction")));
    }
}
