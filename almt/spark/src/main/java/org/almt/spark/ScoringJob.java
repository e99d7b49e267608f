package org.almt.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.almt.cli.cluster.ClusterOrder;
import org.almt.cli.cluster.ScoringOrder;
import org.almt.input.Modality;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Reads a table, scores it, writes it with predictions. */
final class ScoringJob {
    private static final String ROWS = "rows";
    private static final String UNSCORED = "unscored";
    private static final Map<String, String> FORMATS = Map.of(
            "parquet", "parquet", "orc", "orc", "json", "json", "jsonl", "json", "csv", "csv", "tsv", "csv");
    private static final Set<String> TEXTS = Set.of("csv", "tsv");

    private final SparkSession session;
    private final ClusterOrder cluster;

    ScoringJob(SparkSession session, ClusterOrder cluster) {
        this.session = session;
        this.cluster = cluster;
    }

    String run(ScoringOrder order) throws IOException {
        Path in = new Path(order.in());
        Path out = new Path(order.out());
        String format = format(in, "--in");
        requireThere(in);
        requireFree(out);
        SparkScorer scorer = SparkScorer.of(session, order.runs(), order.missing());
        Executors executors = new Executors(JavaSparkContext.fromSparkContext(session.sparkContext()));
        Dataset<Row> table = Partitions.read(session, in, format, executors.slots());
        requireSeen(in, out, executors, table);
        Dataset<Row> scored = scorer.score(
                Partitions.spread(table, format, scorer.takesSentences(), executors.slots(), cluster.say()));
        Observation counted = new Observation();
        Dataset<Row> watched = scored.observe(counted, functions.count(functions.lit(1)).as(ROWS),
                functions.count(functions.col(SparkScorer.REASON)).as(UNSCORED));
        long began = System.nanoTime();
        PartitionsDone progress = new PartitionsDone(cluster.say());
        session.sparkContext().addSparkListener(progress);
        try {
            watched.write().format(format(out, "--out")).options(options(out)).options(withoutDictionaries())
                    .save(order.out());
        } finally {
            session.sparkContext().removeSparkListener(progress);
        }
        return summary(order.out(), counted, 1e-9 * (System.nanoTime() - began));
    }

    private static String summary(String out, Observation counted, double seconds) {
        long rows;
        long unscored;
        try {
            Map<String, Object> counts = counted.getAsJava();
            rows = (Long) Objects.requireNonNull(counts.get(ROWS), ROWS);
            unscored = (Long) Objects.requireNonNull(counts.get(UNSCORED), UNSCORED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return out + ": written";
        }
        String problem = unscored == 0
                ? ""
                : "; " + unscored + (unscored == 1 ? " of them has" : " of them have") + " no prediction, the column '"
                        + SparkScorer.REASON + "' says why";
        return String.format(Locale.ROOT, "%s: %d %s in %.0f s, %.0f rows/s%s", out, rows, rows == 1 ? "row" : "rows",
                seconds, rows / seconds, problem);
    }

    private static String extension(Path path) {
        String name = path.getName().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst)$", "");
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String format(Path path, String what) throws IOException {
        String format = FORMATS.get(extension(path));
        if (format == null) {
            throw new IOException(what + " " + path + ": the name says no format; expected one that ends with .parquet,"
                    + " .orc, .json, .jsonl, .csv or .tsv");
        }
        return format;
    }

    /** Of writing, and of reading tables of text. */
    static Map<String, String> options(Path path) {
        return TEXTS.contains(extension(path))
                ? Map.of("header", "true", "sep", extension(path).equals("tsv") ? "\t" : ",", "escape", "\"")
                : Map.of();
    }

    /** Features hardly repeat, so that Parquet's dictionaries of them cost time and are given up in the end. */
    private static Map<String, String> withoutDictionaries() {
        Map<String, String> options = new HashMap<>();
        for (Modality modality : Modality.values()) {
            options.put("parquet.enable.dictionary#" + modality.key() + ".list.element", "false");
        }
        return options;
    }

    private FileSystem system(Path path) throws IOException {
        return path.getFileSystem(session.sparkContext().hadoopConfiguration());
    }

    private void requireThere(Path in) throws IOException {
        FileSystem system = system(in);
        if (!system.exists(in)) {
            throw new IOException(in + ": there is no such file");
        }
        if (system.getFileStatus(in).isDirectory() && system.exists(new Path(in, "_temporary"))) {
            throw new IOException(in + " was left by a job that did not come to its end (it has a folder _temporary);"
                    + " make it anew");
        }
    }

    private void requireFree(Path out) throws IOException {
        FileSystem system = system(out);
        if (system.exists(out)) {
            boolean half = system.getFileStatus(out).isDirectory() && !system.exists(new Path(out, "_SUCCESS"));
            throw new IOException(out + (half
                    ? " was left by a job that did not come to its end; delete it, or name another"
                    : " is there already; name another, or delete it"));
        }
    }

    /** Local paths lie on each machine for itself, unless all mount one. */
    private void requireSeen(Path in, Path out, Executors executors, Dataset<Row> table) throws IOException {
        List<String> files = new ArrayList<>();
        if (isLocal(in) && table.inputFiles().length > 0) {
            files.add(new Path(table.inputFiles()[0]).toUri().getPath());
        }
        if (!isLocal(out)) {
            executors.require(0, files);
            return;
        }
        String folder = Objects.requireNonNullElse(system(out).makeQualified(out).getParent(), out).toUri().getPath();
        java.nio.file.Path mark = SharedMark.make(java.nio.file.Path.of(folder));
        try {
            files.add(mark.toString());
            executors.require(0, files);
        } finally {
            java.nio.file.Files.deleteIfExists(mark);
        }
    }

    private boolean isLocal(Path path) throws IOException {
        return system(path).getUri().getScheme().equals("file");
    }
}
