package org.almt.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What a run measured, one {@link Row} for each piece of work. */
final class Report {
    private static final String OURS = "ours";

    private final List<Row> rows;
    private final double ceiling;

    /**
     * One piece of work: the microseconds that each contestant needs for it.
     *
     * @param work class and sizes, for example {@code Gemm 512x128x128}
     * @param flops floating-point operations of the work; NaN where they say nothing
     * @param micros microseconds by contestant; ours is {@code ours}
     * @param bytes bytes that ours allocates for one operation
     */
    record Row(String work, double flops, Map<String, Double> micros, double bytes) {
        double ours() {
            return micros.getOrDefault(OURS, Double.NaN);
        }

        /** How many times faster than this peer we are. */
        double ratio(String peer) {
            return micros.get(peer) / ours();
        }

        double gigaflops() {
            return flops / ours() / 1e3;
        }
    }

    /** Of rows in the order of the table, and the gigaflops that one core did on registers. */
    Report(List<Row> rows, double ceiling) {
        this.rows = rows;
        this.ceiling = ceiling;
    }

    static Report of(Collection<RunResult> results) {
        Map<String, Row> rows = new LinkedHashMap<>();
        double ceiling = Double.NaN;
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            String[] name = params.getBenchmark().split("\\.");
            String group = name[name.length - 2];
            String contestant = name[name.length - 1];
            double micros = result.getPrimaryResult().getScore();
            if (group.equals(FmaCeiling.class.getSimpleName())) {
                ceiling = FmaCeiling.FLOPS / micros / 1e3;
                continue;
            }
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            double bytes = contestant.equals(OURS) && allocated != null ? allocated.getScore() : Double.NaN;
            Row row =
                    new Row(work(group, params), flops(group, params), new LinkedHashMap<>(Map.of(contestant, micros)),
                            bytes);
            rows.merge(row.work, row, Report::join);
        }
        return new Report(List.copyOf(rows.values()), ceiling);
    }

    private static Row join(Row a, Row b) {
        a.micros.putAll(b.micros);
        return new Row(a.work, a.flops, a.micros, Double.isNaN(a.bytes) ? b.bytes : a.bytes);
    }

    private static String work(String group, BenchmarkParams params) {
        StringBuilder text = new StringBuilder(group.replace("Benchmark", ""));
        for (String key : params.getParamsKeys()) {
            String value = params.getParam(key);
            if (!key.equals("threads")) {
                text.append(' ').append(value);
            } else if (!value.equals("1")) {
                text.append(", ").append(value).append(" threads");
            }
        }
        return text.toString();
    }

    private static double flops(String group, BenchmarkParams params) {
        return switch (group) {
            case "GemmBenchmark" -> GemmBenchmark.flops(params.getParam("size"));
            case "AttentionBenchmark" -> AttentionBenchmark.flops(params.getParam("size"), params.getParam("pass"));
            default -> Double.NaN;
        };
    }

    /** The pieces of work that were measured. */
    List<Row> rows() {
        return rows;
    }

    /** A table for people: one line for each piece of work and peer. */
    String table() {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"", "ours, us", "peer", "peer, us", "ratio", "GFLOP/s", "ceiling", "bytes/op"});
        for (Row row : rows) {
            List<String> peers = row.micros.keySet().stream().filter(name -> !name.equals(OURS)).toList();
            if (peers.isEmpty()) {
                lines.add(line(row, "", "", ""));
            }
            for (String peer : peers) {
                lines.add(line(row, peer, figure("%.1f", row.micros.get(peer)), figure("%.2f", row.ratio(peer))));
            }
        }
        return aligned(lines) + """

                ratio: how many times faster than the peer.
                ceiling: share of the %s GFLOP/s that one core did on registers in this run.
                """.formatted(figure("%.1f", ceiling));
    }

    private String[] line(Row row, String peer, String peerMicros, String ratio) {
        return new String[] {row.work, figure("%.1f", row.ours()), peer, peerMicros, ratio,
                figure("%.1f", row.gigaflops()), figure("%.0f %%", 100 * row.gigaflops() / ceiling),
                figure("%.0f", row.bytes)};
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** The first column to the left, the others to the right. */
    private static String aligned(List<String[]> lines) {
        StringBuilder text = new StringBuilder("\n");
        for (String[] line : lines) {
            for (int column = 0; column < line.length; column++) {
                int at = column;
                int width = lines.stream().mapToInt(cells -> cells[at].length()).reduce(1, Math::max);
                String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
                text.append(String.format(format, line[column]));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
