package org.almt.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.almt.input.Modality;
import org.almt.saved.SavedModel;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds predictions to tables. The model is read here and sent to each executor once, where all tasks share it.
 *
 * <p>A table needs those of the columns {@code text}, {@code audio} and {@code vision} that the model reads. They
 * contain rows of features one after another: {@code array<float>} or {@code array<array<float>>}, also of doubles; or
 * {@code binary}, the little-endian bytes of such floats, which is the fastest form. For a model with a language model,
 * {@code text} may contain sentences. Other columns are not changed.
 *
 * <pre>{@code
 * SparkScorer scorer = SparkScorer.of(session, List.of(Path.of("runs/mosi-seed1")), Set.of());
 * scorer.score(session.read().parquet("utterances.parquet")).write().parquet("scored.parquet");
 * }</pre>
 */
public final class SparkScorer {
    /** The column of predictions: a float, null if the row could not be scored. */
    public static final String PREDICTION = "prediction";
    /** The column with the reason why a row could not be scored; null if it was scored. */
    public static final String REASON = "reason";

    private final SparkSession session;
    private final List<SavedModel> models;
    private final Set<Modality> missing;
    private final String archive;

    private SparkScorer(SparkSession session, List<SavedModel> models, Set<Modality> missing, String archive) {
        this.session = session;
        this.models = models;
        this.missing = missing;
        this.archive = archive;
    }

    /**
     * A scorer that predicts the mean of runs.
     *
     * @param runs run folders on this machine
     * @param missing modalities that tables may lack; the model then reads zeros
     * @throws IOException if a run cannot be read, or two predict on different scales
     */
    public static SparkScorer of(SparkSession session, List<Path> runs, Set<Modality> missing) throws IOException {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("scorer: no run; at least one run folder is needed");
        }
        List<SavedModel> models = new ArrayList<>();
        for (Path run : runs) {
            SavedModel model = SavedModel.ofRun(run);
            models.add(model);
            if (model.kind() != models.get(0).kind()) {
                throw new IOException(run + " predicts on another scale (" + model.kind().label() + ") than "
                        + runs.get(0) + " (" + models.get(0).kind().label() + "); a mean of the two is not defined");
            }
        }
        Set<Modality> zeros = EnumSet.noneOf(Modality.class);
        zeros.addAll(missing);
        return new SparkScorer(session, models, zeros, ModelArchive.send(session, runs));
    }

    /** Whether sentences can be scored. */
    public boolean takesSentences() {
        return models.stream().allMatch(model -> model.language() != null);
    }

    /**
     * The table with the columns {@link #PREDICTION} and {@link #REASON}. Nothing is computed until the result is used;
     * only shuffles of the table's own query run immediately.
     *
     * @throws IOException if a column is missing, of another type, or has the name of an added column
     */
    public Dataset<Row> score(Dataset<Row> table) throws IOException {
        return score(table, List.of());
    }

    /**
     * The same, but each task checks that its machine can read files: executors may start after the work has begun.
     *
     * @param seen files that all machines can read
     */
    Dataset<Row> score(Dataset<Row> table, List<String> seen) throws IOException {
        StructType schema = table.schema();
        for (String name : List.of(PREDICTION, REASON)) {
            if (List.of(schema.fieldNames()).contains(name)) {
                throw new IOException("the table has a column '" + name + "' already, which is the name of predictions"
                        + " here; rename it");
            }
        }
        List<RowReader> readers = new ArrayList<>();
        for (SavedModel model : models) {
            readers.add(RowReader.of(schema, model, missing));
        }
        StructType scored = schema.add(PREDICTION, DataTypes.FloatType, true).add(REASON, DataTypes.StringType, true);
        String sent = archive;
        List<String> shared = List.copyOf(seen);
        JavaRDD<InternalRow> rows = InternalRows.of(table).mapPartitions(part -> {
            ExecutorMachine.here(shared).require(SparkCluster.JAVA_OF_SCORING);
            TaskContext task = TaskContext.get();
            return new ScoredRows(part, LoadedModels.of(sent, task.cpus()), readers, task);
        });
        return InternalRows.table(session, rows, scored);
    }
}
