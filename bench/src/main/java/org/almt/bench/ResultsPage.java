package org.almt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tables of {@code docs/results.md}, made from a run. */
final class ResultsPage {
    private static final String BEGIN = "<!-- tables, %d bits: begin -->";
    private static final String END = "<!-- tables, %d bits: end -->";

    private ResultsPage() {}

    /**
     * Puts the tables between the marks of the file for this vector width.
     *
     * @param origin the machine and the commit, for the line above each table
     */
    static void update(Path file, Figures figures, int bits, String origin) throws IOException {
        String text = Files.readString(file);
        String first = BEGIN.formatted(bits);
        String last = END.formatted(bits);
        int begin = text.indexOf(first);
        int end = text.indexOf(last);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(file + ": the marks " + first + " and " + last + " are missing");
        }
        Files.writeString(file, text.substring(0, begin + first.length()) + "\n" + tables(figures, bits, origin)
                + text.substring(end));
    }

    /** A table for each kind of work. */
    static String tables(Figures figures, int bits, String origin) {
        StringBuilder text = new StringBuilder("\n" + Report.ceilings(figures).replace("\n", ".\n") + "\n");
        String machine = origin + ", vectors of " + bits + " bits" + perCore(figures);
        section(text, figures, machine, "Gemm", "Matrix products, GFLOP/s");
        section(text, figures, machine, "Attention", "Attention");
        section(text, figures, machine, "Layer", "LSTM, convolution, cross-entropy, forward and backward");
        section(text, figures, machine, "AlmtStep", "ALMT, a training step of 64 samples");
        section(text, figures, machine, "AlmtPredict", "ALMT, predictions");
        section(text, figures, machine, "Bert", "BERT-base, sentences x tokens");
        section(text, figures, machine, "Sentence", "One sentence through a BERT of 12 layers of 384 to a prediction");
        section(text, figures, machine, "Features", "Ten seconds of sound at 48 kHz to features");
        section(text, figures, machine, "Kernel", "Layer norm, softmax, GELU, AdamW");
        return text.toString();
    }

    /** GFLOP/s of one core, from the fewest threads that were measured. */
    private static String perCore(Figures figures) {
        for (int threads = 1; threads <= 2; threads++) {
            if (!Double.isNaN(figures.gigaflops(threads))) {
                return Report.number(", %.0f GFLOP/s a core", figures.gigaflops(threads) / threads);
            }
        }
        return "";
    }

    private static void section(StringBuilder text, Figures figures, String machine, String group, String title) {
        boolean speeds = group.equals("Gemm");
        List<String> works = figures.works(group::equals);
        if (works.isEmpty()) {
            return;
        }
        Set<String> peers = new LinkedHashSet<>();
        works.forEach(work -> peers.addAll(figures.peers(work)));
        List<String> header = new ArrayList<>(List.of("", "ours", "spread", "ceiling", "bytes/op"));
        header.addAll(peers);
        if (!peers.isEmpty()) {
            header.add("best peer / ours");
        }
        text.append("**").append(title).append("**\n\n").append(machine).append(".\n\n").append(line(header))
                .append("|---|").append("--:|".repeat(header.size() - 1)).append('\n');
        for (String work : works) {
            Figure ours = figures.figure(work, Case.OURS);
            List<String> cells = new ArrayList<>(List.of(work.substring(group.length() + 1),
                    cell(figures, work, Case.OURS, speeds),
                    ours == null ? "-" : Report.spread(figures, work, ours),
                    Report.number("%.0f %%", 100 * figures.share(work)),
                    ours == null ? "-" : Report.number("%.0f", ours.bytes())));
            for (String peer : peers) {
                cells.add(cell(figures, work, peer, speeds));
            }
            if (!peers.isEmpty()) {
                cells.add(Report.number("%.2f", best(figures, work)));
            }
            text.append(line(cells));
        }
        text.append('\n');
        if (speeds) {
            means(text, figures, works);
            scaling(text, figures, works);
        }
    }

    /** How many times faster this engine is than the best peer. */
    private static double best(Figures figures, String work) {
        return figures.peers(work).stream().mapToDouble(peer -> figures.ratio(work, peer)).min().orElse(Double.NaN);
    }

    private static void means(StringBuilder text, Figures figures, List<String> works) {
        for (int threads = 1; threads <= 2; threads++) {
            int wanted = threads;
            double[] ratios = works.stream().filter(work -> figures.example(work).threads() == wanted)
                    .mapToDouble(work -> best(figures, work)).filter(Double::isFinite).toArray();
            if (ratios.length > 0) {
                double logs = 0;
                double least = Double.POSITIVE_INFINITY;
                for (double ratio : ratios) {
                    logs += Math.log(ratio);
                    least = Math.min(least, ratio);
                }
                text.append(threads == 1 ? "On 1 thread" : "On " + threads + " threads").append(
                        ", against the best peer: geometric mean ")
                        .append(Report.number("%.2f", Math.exp(logs / ratios.length))).append(", least ")
                        .append(Report.number("%.2f", least)).append(".\n");
            }
        }
        text.append('\n');
    }

    /** How much faster two threads are than one, for each product that was measured on both. */
    private static void scaling(StringBuilder text, Figures figures, List<String> works) {
        List<String> gains = new ArrayList<>();
        for (String work : works) {
            double one = figures.micros(work.replace(" on 2 threads", " on 1 thread"), Case.OURS);
            double gain = one / figures.micros(work, Case.OURS);
            if (work.endsWith(" on 2 threads") && Double.isFinite(gain)) {
                gains.add(work.substring("Gemm ".length(), work.lastIndexOf(" on ")) + " "
                        + Report.number("%.2f", gain));
            }
        }
        if (!gains.isEmpty()) {
            text.append("Ours on 2 threads against 1: ").append(String.join(", ", gains)).append(".\n\n");
        }
    }

    private static String cell(Figures figures, String work, String contestant, boolean speeds) {
        if (figures.figure(work, contestant) == null) {
            return "-";
        }
        return speeds
                ? Report.speed(figures, work, contestant)
                : Report.time(figures.micros(work, contestant));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
