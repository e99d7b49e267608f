package org.almt.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The human-readable table at the end of a run. */
final class Report {
    private Report() {}

    /** A line for each piece of work and peer. */
    static String table(Figures figures) {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"", "ours", "spread", "GFLOP/s", "ceiling", "bound", "bytes/op", "peer", "peer's",
                "ratio"});
        for (String work : figures.works(group -> !group.equals("FmaCeiling") && !group.equals("Bandwidth"))) {
            List<String> peers = figures.peers(work);
            for (int i = 0; i < Math.max(1, peers.size()); i++) {
                String[] line = i == 0 ? ours(figures, work) : new String[] {"", "", "", "", "", "", "", "", "", ""};
                if (i < peers.size()) {
                    line[7] = peers.get(i);
                    line[8] = time(figures.micros(work, peers.get(i)));
                    line[9] = number("%.2f", figures.ratio(work, peers.get(i)));
                }
                lines.add(line);
            }
        }
        StringBuilder text = new StringBuilder(aligned(lines));
        text.append('\n').append(ceilings(figures)).append("""
                time: the iteration that was disturbed least. spread: how much longer the median iteration took.
                ceiling: the share of what this machine can do at most, measured in this run. bound: whether its
                arithmetic (multiply-adds on registers) or its memory limits that. ratio: times faster than the peer.
                """).append(noise(figures)).append(free(figures));
        figures.failures()
                .forEach((who, why) -> text.append("died: ").append(who).append(":"
                        + " ").append(why).append('\n'));
        if (!figures.leftOut().isEmpty()) {
            text.append("time: ").append(figures.leftOut().size()).append(" measurements are missing, because the time")
                    .append(" was over; a larger -Dbench.minutes gives more: ")
                    .append(String.join(", ", figures.leftOut().subList(0, Math.min(3, figures.leftOut().size()))))
                    .append(figures.leftOut().size() > 3 ? ", …\n" : "\n");
        }
        return text.toString();
    }

    /**
     * A line with the number of figures that were disturbed because other programs needed the same processors. Empty if
     * unknown.
     */
    static String noise(Figures figures) {
        if (figures.measured() == 0) {
            return "";
        }
        return "noise: " + (figures.noisy() == 0
                ? "none of " + figures.measured() + " figures was disturbed by other programs\n"
                : figures.noisy() + " of " + figures.measured() + " figures were disturbed by other programs; ~ marks"
                        + " ours\n");
    }

    /** Peers that did not keep to the vector width of this run. A product above the ceiling shows it. */
    static String free(Figures figures) {
        StringBuilder text = new StringBuilder();
        for (String work : figures.works("Gemm"::equals)) {
            Case example = figures.example(work);
            for (String peer : figures.peers(work)) {
                double reached = Work.of(example).flops() / figures.micros(work, peer) / 1e3;
                if (reached > 1.05 * figures.gigaflops(example.threads())) {
                    text.append("width: ").append(peer).append(" reached ").append(number("%.1f", reached))
                            .append(" GFLOP/s at ").append(work).append(", more than vectors of ")
                            .append(VectorWidth.BITS).append(" bits can: it is not held to them\n");
                }
            }
        }
        return text.toString();
    }

    /** One line with the ceilings of the machine. */
    static String ceilings(Figures figures) {
        StringBuilder text = new StringBuilder();
        for (int threads = 1; threads <= 1024; threads++) {
            if (!ceiling(figures, threads).isEmpty()) {
                text.append("ceiling of ").append(threads).append(threads == 1 ? " thread: " : " threads: ")
                        .append(ceiling(figures, threads)).append('\n');
            }
        }
        return text.toString();
    }

    private static String ceiling(Figures figures, int threads) {
        List<String> parts = new ArrayList<>();
        if (!Double.isNaN(figures.gigaflops(threads))) {
            parts.add(number("%.1f GFLOP/s on registers", figures.gigaflops(threads)));
        }
        for (Traffic traffic : Traffic.values()) {
            if (!Double.isNaN(figures.gigabytes(threads, traffic))) {
                parts.add(number("%.1f GB/s with ", figures.gigabytes(threads, traffic)) + traffic.words);
            }
        }
        return String.join(", ", parts);
    }

    private static String[] ours(Figures figures, String work) {
        Figure figure = figures.figure(work, Case.OURS);
        Case example = figures.example(work);
        Work cost = Work.of(example);
        double share = figures.share(work);
        return new String[] {work, figure == null ? "-" : time(figure.best()),
                figure == null ? "-" : spread(figures, work, figure), speed(figures, work, Case.OURS),
                number("%.0f %%", 100 * share),
                Double.isNaN(share)
                        ? "-"
                        : cost.bound(figures.gigaflops(example.threads()),
                                figures.gigabytes(example.threads(), cost.traffic())),
                figure == null ? "-" : number("%.0f", figure.bytes()), "", "", ""};
    }

    /** The noise of this engine's figure, with a tilde if other programs disturbed all measurements. */
    static String spread(Figures figures, String work, Figure ours) {
        return (figures.isNoisy(work, Case.OURS) ? "~" : "") + number("%.0f %%", 100 * ours.spread());
    }

    /** GFLOP/s, if arithmetic is the bound. */
    static String speed(Figures figures, String work, String contestant) {
        Work cost = Work.of(figures.example(work));
        return cost.flops() == 0 || cost.bytes() > 0
                ? "-"
                : number("%.1f", cost.flops() / figures.micros(work, contestant) / 1e3);
    }

    /** For example {@code 20.3 us} or {@code 1.25 ms}. */
    static String time(double micros) {
        return micros < 1000 ? number("%.1f us", micros) : number(micros < 1e5 ? "%.2f ms" : "%.0f ms", micros / 1e3);
    }

    static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** Aligns the first column to the left, the others to the right. */
    private static String aligned(List<String[]> lines) {
        StringBuilder text = new StringBuilder("\n");
        for (String[] line : lines) {
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < line.length; column++) {
                int at = column;
                int width = lines.stream().mapToInt(cells -> cells[at].length()).reduce(1, Math::max);
                row.append(String.format(column == 0 ? "%-" + width + "s" : "  %" + width + "s", line[column]));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
