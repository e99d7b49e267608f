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

    private Report(List<Row> rows, double ceiling) {
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
            text.append(' ').append(key.equals("threads") ? "threads=" : "").append(params.getParam(key));
        }
        return text.toString();
    }

    private static double flops(String group, BenchmarkParams params) {
        return group.equals(GemmBenchmark.class.getSimpleName())
                ? GemmBenchmark.flops(params.getParam("size"))
                : Double.NaN;
    }

    /** The pieces of work that were measured. */
    List<Row> rows() {
        return rows;
    }

    /** A table for people: one line for each piece of work and peer. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(Locale.ROOT, "%n%-36s %12s %-8s %12s %7s %9s %9s %9s", "", "ours, us", "peer", "peer, us",
                        "ratio", "GFLOP/s", "ceiling", "bytes/op"));
        for (Row row : rows) {
            String start = String.format(Locale.ROOT, "%-36s %12s", row.work, figure(row.ours(), "%.1f"));
            String end = String.format(Locale.ROOT, "%9s %9s %9s", figure(row.gigaflops(), "%.1f"),
                    figure(100 * row.gigaflops() / ceiling, "%.0f %%"), figure(row.bytes, "%.0f"));
            List<String> peers = row.micros.keySet().stream().filter(name -> !name.equals(OURS)).toList();
            if (peers.isEmpty()) {
                lines.add(String.format("%s %-8s %12s %7s %s", start, "", "", "", end));
            }
            for (String peer : peers) {
                lines.add(String.format("%s %-8s %12s %7s %s", start, peer, figure(row.micros.get(peer), "%.1f"),
                        figure(row.ratio(peer), "%.2f"), end));
            }
        }
        lines.add("");
        lines.add("ratio: how many times faster than the peer. ceiling: share of what one core's registers can do, "
                + figure(ceiling, "%.1f") + " GFLOP/s in this run.");
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static String figure(double value, String format) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
