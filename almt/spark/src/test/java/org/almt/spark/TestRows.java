package org.almt.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.synthetic.SyntheticDataSet;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.run.RunListener;
import org.almt.run.RunRequest;
import org.almt.run.SplitPredictions;
import org.almt.run.Training;
import org.almt.saved.SavedModel;
import org.almt.train.StopSignal;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The test split of the embedded data set as rows of a table, and what a run predicts for it on one machine. */
final class TestRows {
    static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);
    static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType).add("label", DataTypes.FloatType)
            .add("text", FLOATS).add("audio", FLOATS).add("vision", FLOATS);

    private TestRows() {}

    /** The same rows in the form that is read fastest: the bytes of floats. */
    static final StructType BYTES = new StructType()
            .add("id", DataTypes.StringType).add("label", DataTypes.FloatType)
            .add("text", DataTypes.BinaryType).add("audio", DataTypes.BinaryType).add("vision", DataTypes.BinaryType);

    /** Rows with their features as bytes. */
    static List<Row> bytes(List<Row> rows) {
        return rows.stream().map(row -> RowFactory.create(row.get(0), row.get(1), bytes((float[]) row.get(2)),
                bytes((float[]) row.get(3)), bytes((float[]) row.get(4)))).toList();
    }

    private static byte[] bytes(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return bytes.array();
    }

    /** A run of one epoch. */
    static Path run(Path folder, long seed) throws IOException {
        Training.run(RunRequest.onEmbeddedData().seed(seed).set("epochs", 1), folder, RunListener.SILENT,
                new StopSignal());
        return folder;
    }

    /** What {@code almt evaluate --predictions} writes, by id. */
    static Map<String, Float> predictions(Path run) throws IOException {
        try (DataSet data = SyntheticDataSet.standard()) {
            return predictions(run, data);
        }
    }

    /** The same for the test split of any data set. */
    static Map<String, Float> predictions(Path run, DataSet data) throws IOException {
        Map<String, Float> byId = new HashMap<>();
        SplitPredictions all = SplitPredictions.of(SavedModel.ofRun(run), data, data.split(SplitName.TEST));
        for (int i = 0; i < all.predictions().length; i++) {
            byId.put(all.split().id(i), all.predictions()[i]);
        }
        return byId;
    }

    /** Rows of a table. */
    static List<Row> rows() {
        try (DataSet data = SyntheticDataSet.standard()) {
            return rows(data);
        }
    }

    /** Rows of the test split of a data set. */
    static List<Row> rows(DataSet data) {
        List<Row> rows = new ArrayList<>();
        Split split = data.split(SplitName.TEST);
        for (int i = 0; i < split.size(); i++) {
            float[] text = of(data.text());
            float[] audio = of(data.audio());
            float[] vision = of(data.vision());
            split.text(i, text, 0);
            split.audio(i, audio, 0);
            split.vision(i, vision, 0);
            rows.add(RowFactory.create(split.id(i), split.label(i), text, audio, vision));
        }
        return rows;
    }

    /** Features of a token or frame. */
    static int width(Modality modality) {
        try (DataSet data = SyntheticDataSet.standard()) {
            return data.shapes().of(modality).width();
        }
    }

    private static float[] of(FeatureShape shape) {
        return new float[shape.size()];
    }

    /** The rows in files. */
    static String write(SparkSession session, Path folder, int files) {
        Dataset<Row> table = session.createDataFrame(rows(), SCHEMA);
        table.repartition(files).write().parquet(folder.toString());
        return folder.toString();
    }
}
