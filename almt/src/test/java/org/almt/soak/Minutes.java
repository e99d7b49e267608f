package org.almt.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of all minutes and their summary. Each minute is written to a file as soon as it has passed. */
final class Minutes {
    /** With fewer, there are no quarters to compare. */
    private static final int LEAST = 8;

    private final List<long[]> rows = new ArrayList<>();

    /** Reads the figures that a run has written so far. */
    static Minutes read(Path file) throws IOException {
        Minutes minutes = new Minutes();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            minutes.rows.add(Stream.of(line.split(",")).mapToLong(Long::parseLong).toArray());
        }
        return minutes;
    }

    void add(long... row) {
        rows.add(row.clone());
    }

    /** Adds a minute to the file too. */
    void add(Path file, long... row) throws IOException {
        if (rows.isEmpty()) {
            Files.writeString(file, line(Stream.of(SoakFigure.values()).map(SoakFigure::words).toList()));
        }
        add(row);
        Files.writeString(file, line(Arrays.stream(row).boxed().toList()), StandardOpenOption.APPEND);
    }

    private static String line(List<?> cells) {
        return cells.stream().map(Object::toString).collect(Collectors.joining(",", "", "\n"));
    }

    private long[] column(SoakFigure figure, int from, int to) {
        return rows.subList(from, to).stream().mapToLong(row -> row[figure.ordinal()]).toArray();
    }

    /** What a quarter has of a figure: the median of memory, and of counts the most. */
    private long quarter(SoakFigure figure, int which) {
        long[] values = column(figure, rows.size() * which / 4, rows.size() * (which + 1) / 4);
        Arrays.sort(values);
        return values[figure.isMemory() ? values.length / 2 : values.length - 1];
    }

    private long bound(SoakFigure figure) {
        long second = quarter(figure, 1);
        return second + figure.slack + (figure.isMemory() ? second / 10 : 0);
    }

    private long last(SoakFigure figure) {
        return rows.getLast()[figure.ordinal()];
    }

    /** What was not as it should be; none if all was. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (SoakFigure figure : SoakFigure.FAULTS) {
            if (last(figure) != 0) {
                faults.add(last(figure) + " " + figure.words());
            }
        }
        for (SoakFigure figure : List.of(SoakFigure.REQUESTS, SoakFigure.STUDIES)) {
            if (last(figure) == 0) {
                faults.add("no " + figure.words());
            }
        }
        if (rows.size() >= LEAST) {
            for (SoakFigure figure : SoakFigure.values()) {
                if (figure.isFlat() && quarter(figure, 3) > bound(figure)) {
                    faults.add(figure.words() + " grew from " + quarter(figure, 1) + " in the second quarter to "
                            + quarter(figure, 3) + " in the last, more than " + bound(figure));
                }
            }
        }
        return faults;
    }

    /** A table for the documentation. */
    String table() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT,
                "%d minutes, %d seconds of processor time: %d requests, %d wrong answers; %d studies, %d of other"
                        + " bits; %d kills, %d trainings completed, %d of other bits; %d files left.%n%n",
                last(SoakFigure.MINUTE), last(SoakFigure.SECONDS_OF_PROCESSOR), last(SoakFigure.REQUESTS),
                last(SoakFigure.WRONG_ANSWERS), last(SoakFigure.STUDIES), last(SoakFigure.UNEQUAL_STUDIES),
                last(SoakFigure.KILLS),
                last(SoakFigure.TRAININGS), last(SoakFigure.UNEQUAL_TRAININGS), last(SoakFigure.LEFT_FILES)));
        if (rows.size() < LEAST) {
            return text.append("Too short to say what grows: ").append(LEAST).append(" minutes are needed.\n")
                    .toString();
        }
        text.append(
                "| figure | second quarter | third | last | bound for the last | most |\n|---|---|---|---|---|---|\n");
        for (SoakFigure figure : SoakFigure.values()) {
            if (figure.isFlat()) {
                text.append("| ").append(figure.words());
                long most = Arrays.stream(column(figure, 0, rows.size())).max().orElseThrow();
                for (long value : new long[] {quarter(figure, 1), quarter(figure, 2), quarter(figure, 3),
                        bound(figure), most}) {
                    text.append(" | ").append(figure.isMemory()
                            ? String.format(Locale.ROOT, "%.1f MiB", value / 1024.0)
                            : Long.toString(value));
                }
                text.append(" |\n");
            }
        }
        return text.toString();
    }
}
