package org.almt.spark;

import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Divides a table into tasks. Spark's default is for rows that cost microseconds. Here a row costs a millisecond, with
 * a language model ten or more. So tasks are small: all slots then work to the end, and a lost executor costs little.
 */
final class Partitions {
    /** The rows of a task of about a minute: 10.9 ms per sentence with BERT, 1 to 2 ms with given features. */
    private static final long SENTENCES = 4096;
    private static final long FEATURES = 32_768;
    private static final long SMALLEST_BYTES = 1 << 20;
    private static final long LARGEST_BYTES = 64 << 20;
    /** The most tasks; more would overload the driver. */
    private static final long MOST_TASKS = 50_000;
    private static final int TASKS_A_SLOT = 4;

    private Partitions() {}

    /** Opens a table with enough parts for all slots, as far as its files can be divided. */
    static Dataset<Row> read(SparkSession session, Path in, String format, int slots) {
        Dataset<Row> whole = open(session, in, format);
        long bytes = whole.queryExecution().optimizedPlan().stats().sizeInBytes().toLong();
        long part = Math.max(bytes / MOST_TASKS,
                Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, bytes / ((long) TASKS_A_SLOT * slots))));
        session.conf().set("spark.sql.files.maxPartitionBytes", part);
        session.conf().set("spark.sql.files.openCostInBytes", SMALLEST_BYTES / TASKS_A_SLOT);
        session.conf().set("spark.sql.files.minPartitionNum", (long) TASKS_A_SLOT * slots);
        return open(session, in, format);
    }

    private static Dataset<Row> open(SparkSession session, Path in, String format) {
        return session.read().format(format).options(ScoringJob.options(in)).load(in.toString());
    }

    /** The number of row groups, which cannot be divided, and the rows of the counted ones. */
    private record Groups(long groups, long rows) {
        long rowsEach() {
            return groups == 0 ? 0 : rows / groups;
        }
    }

    /** Shuffles the table if its files would leave slots without work or make tasks too long. Reports this. */
    static Dataset<Row> spread(
            Dataset<Row> table, String format, boolean sentences, int slots, Consumer<String> say) throws IOException {
        int parts = InternalRows.of(table).getNumPartitions();
        long most = sentences ? SENTENCES : FEATURES;
        int wanted = TASKS_A_SLOT * slots;
        if (format.equals("parquet")) {
            Groups groups = groups(table.inputFiles(), table.sparkSession().sparkContext().hadoopConfiguration(),
                    2L * slots);
            if (groups.rowsEach() > TASKS_A_SLOT * most) {
                int cut = (int) Math.min(MOST_TASKS, Math.max(wanted, parts * groups.rowsEach() / most));
                say.accept("the files hold blocks of " + groups.rowsEach() + " rows; they are cut into " + cut
                        + " parts, so that a task takes minutes");
                return table.repartition(cut);
            }
            parts = (int) Math.min(parts, groups.groups());
        }
        if (parts < slots) {
            say.accept("the files have " + parts + (parts == 1 ? " part" : " parts") + " for " + slots + " tasks at a"
                    + " time; they are cut into " + wanted);
            return table.repartition(wanted);
        }
        return table;
    }

    /**
     * Counts row groups until there are enough.
     *
     * @param files the addresses of the files, in which a space is {@code %20}
     */
    private static Groups groups(String[] files, Configuration hadoop, long enough) throws IOException {
        long groups = 0;
        long rows = 0;
        for (String file : files) {
            try (ParquetFileReader reader =
                    ParquetFileReader.open(HadoopInputFile.fromPath(new Path(URI.create(file)), hadoop))) {
                groups += reader.getRowGroups().size();
                rows += reader.getRecordCount();
            }
            if (groups >= enough) {
                break;
            }
        }
        return new Groups(groups, rows);
    }
}
