package org.almt.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The hashes of right answers, a line for each exercise, and the points of outcomes. */
final class Grades {
    /** Points for the same bits as the solution. */
    static final int EQUAL = 2;
    /** Points for an answer that passes its tests with other bits. */
    static final int CLOSE = 1;

    private final Map<String, String> hashes = new TreeMap<>();

    private Grades() {}

    static Path file(CourseFiles course) {
        return course.folder().resolve("grades.properties");
    }

    static Grades read(CourseFiles course) throws IOException {
        Grades grades = new Grades();
        Properties lines = new Properties();
        try (var in = Files.newBufferedReader(file(course))) {
            lines.load(in);
        }
        lines.stringPropertyNames().forEach(name -> grades.hashes.put(name, lines.getProperty(name)));
        return grades;
    }

    /** The hashes by the names of exercises. */
    Map<String, String> hashes() {
        return hashes;
    }

    /** The points of an outcome. */
    int points(ExerciseRun.Outcome outcome) {
        if (!outcome.passed()) {
            return 0;
        }
        return outcome.hash().filter(hash -> hash.equals(hashes.get(outcome.name()))).isPresent() ? EQUAL : CLOSE;
    }

    /** The line of one outcome whose failures were printed above it, and its points. */
    String line(ExerciseRun.Outcome outcome) {
        return table(List.of(outcome), "wrong: see above");
    }

    /** A table of outcomes, and the sum of their points. */
    String table(List<ExerciseRun.Outcome> outcomes) {
        return table(outcomes, "wrong: nn/learn/learn test %d says what");
    }

    private String table(List<ExerciseRun.Outcome> outcomes, String wrong) {
        StringBuilder table = new StringBuilder();
        int sum = 0;
        for (ExerciseRun.Outcome outcome : outcomes) {
            int points = points(outcome);
            sum += points;
            String state = switch (points) {
                case EQUAL -> "right, the same bits";
                case CLOSE -> "right, but other bits: keep to the order that the exercise states";
                default -> outcome.stopped().orElse(outcome.open()
                        ? "open"
                        : wrong.formatted(ExerciseRun.number(outcome.name())));
            };
            table.append(String.format(Locale.ROOT, "%-24s %d  %-12s  %s%n", outcome.name(), points,
                    outcome.hash().orElse("-"), state));
        }
        return table + String.format(Locale.ROOT, "%d of %d points%n", sum, EQUAL * outcomes.size());
    }
}
