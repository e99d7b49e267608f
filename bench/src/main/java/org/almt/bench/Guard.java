package org.almt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The thresholds of a file, {@code guard.csv}. A run fails if a benchmark falls below one. */
final class Guard {
    private static final String HEADER = "work,against,minimum,when";
    private static final int COLUMNS = 4;

    private final List<Threshold> thresholds;

    Guard(List<Threshold> thresholds) {
        this.thresholds = thresholds;
    }

    /** The thresholds for a vector width: {@code guard.csv} is for 512 bits, {@code guard-256.csv} for 256. */
    static Path file(int bits) {
        return Path.of(bits == 512 ? "guard.csv" : "guard-" + bits + ".csv");
    }

    /**
     * Reads the file: a header, then one threshold on each line. Further columns name processors, and hold what they
     * reached. Empty lines and lines that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException if a line cannot be read; the message names it
     */
    static Guard read(Path file) throws IOException {
        List<Threshold> thresholds = new ArrayList<>();
        int number = 0;
        int columns = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (columns > 0) {
                thresholds.add(threshold(file + ", line " + number, line, columns));
            } else if (line.equals(HEADER) || line.startsWith(HEADER + ",")) {
                columns = line.split(",", -1).length;
            } else {
                throw new IllegalArgumentException(
                        file + ", line " + number + ": '" + line + "' is not the header '" + HEADER + "'");
            }
        }
        Set<String> seen = thresholds.stream().map(threshold -> threshold.work() + "," + threshold.against())
                .collect(Collectors.toSet());
        if (seen.size() < thresholds.size()) {
            throw new IllegalArgumentException(file + ": two lines have the same work and rival");
        }
        return new Guard(thresholds);
    }

    private static Threshold threshold(String place, String line, int columns) {
        String[] cells = line.split(",", -1);
        if (cells.length < COLUMNS || cells.length > columns) {
            throw new IllegalArgumentException(place + ": " + cells.length + " cells; the header has " + columns
                    + ", of which " + COLUMNS + " are required");
        }
        double minimum = ratio(place + ": the minimum", cells[2]);
        List<Double> seen = new ArrayList<>();
        for (String cell : List.of(cells).subList(COLUMNS, cells.length)) {
            if (!cell.isEmpty()) {
                seen.add(ratio(place + ": the measured ratio", cell));
            }
        }
        for (Threshold.When when : Threshold.When.values()) {
            if (cells[3].equals(when.name().toLowerCase(Locale.ROOT))) {
                return new Threshold(cells[0], cells[1], minimum, when, seen);
            }
        }
        throw new IllegalArgumentException(place + ": '" + cells[3] + "' is none of short, full, peers");
    }

    private static double ratio(String what, String cell) {
        double ratio;
        try {
            ratio = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            ratio = Double.NaN;
        }
        if (!(ratio > 0 && ratio < 1e6)) {
            throw new IllegalArgumentException(what + " '" + cell + "' is not a ratio, a positive number such as 0.6");
        }
        return ratio;
    }

    List<Threshold> thresholds() {
        return thresholds;
    }

    /** Whether the short form must measure this. */
    boolean inShortForm(Case measured) {
        return thresholds.stream()
                .anyMatch(threshold -> threshold.when() == Threshold.When.SHORT && threshold.needs(measured));
    }

    /**
     * Refuses thresholds that no benchmark matches, because it was renamed.
     *
     * @param file where they come from
     * @param all all existing cases
     * @throws IllegalArgumentException if there is one; the message names the first
     */
    void requireBenchmarks(Path file, Collection<Case> all) {
        for (Threshold threshold : thresholds) {
            boolean found = threshold.when() == Threshold.When.PEERS
                    ? all.stream().anyMatch(some -> some.work().equals(threshold.work()))
                    : canJudge(threshold, all);
            if (!found) {
                throw new IllegalArgumentException(file + ": nothing measures '" + threshold.work() + "' against '"
                        + threshold.against() + "'; mvn -pl bench jmh -Djmh.args=-lp lists what there is");
            }
        }
    }

    /**
     * The thresholds that a run must reach: those for which it measured, or should have measured, both sides. A peer
     * that died is no failure of this engine.
     */
    List<Threshold> applicable(Collection<Case> planned, Figures figures) {
        return thresholds.stream().filter(threshold -> canJudge(threshold, planned))
                .filter(threshold -> !figures.isLeftOut(threshold.work(), Case.OURS))
                .filter(threshold -> !threshold.againstPeer()
                        || figures.figure(threshold.work(), threshold.against()) != null)
                .toList();
    }

    private static boolean canJudge(Threshold threshold, Collection<Case> cases) {
        boolean ours = false;
        boolean rival = false;
        for (Case some : cases) {
            if (threshold.needs(some)) {
                boolean isWork = some.work().equals(threshold.work());
                ours |= isWork && some.isOurs();
                rival |= threshold.isOtherSide(some);
            }
        }
        return ours && rival;
    }

    /** The thresholds that the run did not reach. A threshold without a figure is among them. */
    List<Threshold> falls(Collection<Case> planned, Figures figures) {
        return applicable(planned, figures).stream()
                .filter(threshold -> !(threshold.reached(figures) >= threshold.minimum())).toList();
    }

    /** The falls that make the run fail. A figure that other programs disturbed each time shows nothing. */
    List<Threshold> failures(Collection<Case> planned, Figures figures) {
        return falls(planned, figures).stream().filter(fall -> !isExcused(fall, figures)).toList();
    }

    private static boolean isExcused(Threshold fall, Figures figures) {
        return !Double.isNaN(fall.reached(figures)) && figures.isNoisy(fall.work(), Case.OURS);
    }

    /** One line for each fall, or one line that reports that there is none. */
    String verdict(Collection<Case> planned, Figures figures) {
        StringBuilder text = new StringBuilder();
        List<Threshold> falls = falls(planned, figures);
        if (!figures.leftOut().isEmpty()) {
            text.append("guard: not all is judged, because measurements are missing\n");
        }
        int applicable = applicable(planned, figures).size();
        if (applicable == 0) {
            return text.append("guard: no threshold applies to these rows\n").toString();
        }
        if (falls.isEmpty()) {
            return text.append("guard: all ").append(applicable).append(" thresholds kept\n").toString();
        }
        for (Threshold fall : falls) {
            double reached = fall.reached(figures);
            text.append("guard: ").append(fall.work()).append(" must be ").append(fall.rule()).append("; ")
                    .append(Double.isNaN(reached) ? "it gave no figure" : "it reached %.2f".formatted(reached))
                    .append(isExcused(fall, figures) ? ", but in noise: not judged" : "").append('\n');
        }
        return text.toString();
    }
}
