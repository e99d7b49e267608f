package org.almt.spark;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.almt.cli.cluster.ClusterOrder;
import org.almt.cli.cluster.ScoringOrder;
import org.almt.input.Modality;
import org.almt.saved.RunFiles;
import org.almt.saved.SavedConfig;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Reads a table, scores it, writes it with predictions. */
final class ScoringJob {
    private static final String ROWS = "rows";
    private static final String UNSCORED = "unscored";
    private static final Map<String, String> FORMATS = Map.of(
            "parquet", "parquet", "orc", "orc", "json", "json", "jsonl", "json", "csv", "csv", "tsv", "csv");
    private static final Set<String> TEXTS = Set.of("csv", "tsv");
    /** Formats whose files say how many rows they have. */
    private static final Set<String> COUNTED = Set.of("parquet", "orc");

    private final SparkSession session;
    private final ClusterOrder cluster;

    ScoringJob(SparkSession session, ClusterOrder cluster) {
        this.session = session;
        this.cluster = cluster;
    }

    /**
     * Checks what this machine can see without any executor: the runs, the names of the tables, and that the output is
     * free.
     *
     * @throws IOException with one sentence about the first that is wrong
     */
    void check(ScoringOrder order) throws IOException {
        for (java.nio.file.Path run : order.runs()) {
            SavedConfig.read(RunFiles.open(run).config());
        }
        Path in = new Path(order.in());
        Path out = new Path(order.out());
        format(in, "--in");
        format(out, "--out");
        requireThere(in);
        requireFree(out);
    }

    /** Scores a table that was {@linkplain #check checked}. Returns a line about what was done. */
    String run(ScoringOrder order, Executors executors) throws IOException {
        Path in = new Path(order.in());
        Path out = new Path(order.out());
        String format = format(in, "--in");
        int slots = Math.max(1, executors.slots()); // lost executors are being replaced
        Dataset<Row> table = Partitions.read(session, in, format, slots);
        requireColumns(table, order.columns());
        try (SharedMark mark = mark(out)) { // null if storage has an address that is the same everywhere
            List<String> seen = toBeSeen(in, table, mark);
            executors.require(SparkCluster.JAVA_OF_SCORING, seen);
            SparkScorer scorer = SparkScorer.of(session, order.runs(), order.missing());
            Dataset<Row> spread = Partitions.spread(needed(table, order.columns()), format, scorer.takesSentences(),
                    slots, cluster.say());
            return write(kept(scorer.score(spread, seen), order.columns()), out);
        }
    }

    private String write(Dataset<Row> scored, Path out) throws IOException {
        Observation counted = new Observation();
        Dataset<Row> watched = scored.observe(counted, functions.count(functions.lit(1)).as(ROWS),
                functions.count(functions.col(SparkScorer.REASON)).as(UNSCORED));
        String format = format(out, "--out");
        long began = System.nanoTime();
        PartitionsDone progress = new PartitionsDone(cluster.say());
        session.sparkContext().addSparkListener(progress);
        try {
            watched.write().format(format).options(options(out)).options(withoutDictionaries()).save(out.toString());
        } finally {
            session.sparkContext().removeSparkListener(progress);
        }
        return summary(out, counted, 1e-9 * (System.nanoTime() - began));
    }

    private static void requireColumns(Dataset<Row> table, List<String> columns) throws IOException {
        List<String> there = List.of(table.columns());
        for (String column : columns) {
            if (!there.contains(column)) {
                throw new IOException("the table has no column '" + column + "', which the output is to keep; it has "
                        + String.join(", ", there));
            }
        }
    }

    /** Without the columns that are neither kept nor read by a model, which then need not be read at all. */
    private static Dataset<Row> needed(Dataset<Row> table, List<String> columns) {
        if (columns.isEmpty()) {
            return table;
        }
        Set<String> features = Arrays.stream(Modality.values()).map(Modality::key).collect(Collectors.toSet());
        return select(table, Arrays.stream(table.columns())
                .filter(each -> columns.contains(each) || features.contains(each)));
    }

    private static Dataset<Row> kept(Dataset<Row> scored, List<String> columns) {
        return columns.isEmpty()
                ? scored
                : select(scored, Stream.concat(columns.stream(), Stream.of(SparkScorer.PREDICTION,
                        SparkScorer.REASON)));
    }

    private static Dataset<Row> select(Dataset<Row> table, Stream<String> columns) {
        return table.select(columns.map(each -> functions.col("`" + each.replace("`", "``") + "`"))
                .toArray(Column[]::new));
    }

    private String summary(Path out, Observation counted, double seconds) throws IOException {
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
        requireWhole(out, rows);
        String problem = unscored == 0
                ? ""
                : "; " + unscored + (unscored == 1 ? " of them has" : " of them have") + " no prediction, the column '"
                        + SparkScorer.REASON + "' says why";
        return String.format(Locale.ROOT, "%s: %d %s in %.0f s, %.0f rows/s%s", out, rows, rows == 1 ? "row" : "rows",
                seconds, rows / seconds, problem);
    }

    /** A machine that writes to a disk of its own writes rows that nobody sees. Footers say how many are there. */
    private void requireWhole(Path out, long rows) throws IOException {
        if (!COUNTED.contains(extension(out))) {
            return;
        }
        long there = session.read().format(format(out, "--out")).load(out.toString()).count();
        if (there < rows) {
            throw new IOException(out + " has " + there + " of " + rows + " rows, so that some were written where this"
                    + " machine does not see them; delete it, and take storage that all machines mount");
        }
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
                ? Map.of("header", "true", "sep", extension(path).equals("tsv") ? "\t" : ",", "escape", "\"",
                        "multiLine", "true") // a quoted sentence may have several lines
                : Map.of();
    }

    /** Features hardly repeat, so that Parquet's dictionaries of them cost time and are given up in the end. */
    private static Map<String, String> withoutDictionaries() {
        Map<String, String> options = new HashMap<>();
        for (Modality modality : Modality.values()) {
            options.put("parquet.enable.dictionary#" + modality.key() + ".list.element", "false");
            options.put("parquet.enable.dictionary#" + modality.key(), "false");
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

    /** Shows where the output will lie; null if storage has an address that is the same everywhere. */
    private @Nullable SharedMark mark(Path out) throws IOException {
        if (!isLocal(out)) {
            return null;
        }
        String folder = Objects.requireNonNullElse(system(out).makeQualified(out).getParent(), out).toUri().getPath();
        return SharedMark.in(java.nio.file.Path.of(folder));
    }

    /** Local paths lie on each machine for itself, unless all mount one. */
    private List<String> toBeSeen(Path in, Dataset<Row> table, @Nullable SharedMark mark) throws IOException {
        List<String> files = new ArrayList<>();
        String[] all = table.inputFiles();
        if (isLocal(in) && all.length > 0) {
            files.add(URI.create(all[0]).getPath());
        }
        if (mark != null) {
            files.add(mark.file());
        }
        return files;
    }

    private boolean isLocal(Path path) throws IOException {
        return system(path).getUri().getScheme().equals("file");
    }
}
