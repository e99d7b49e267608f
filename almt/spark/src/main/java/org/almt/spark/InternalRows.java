package org.almt.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Tables as Spark's internal rows. A row of CMU-MOSI has 50,275 floats. In a {@link Row} each of them would be an
 * object; here they are one array. These two calls are internal to Spark and may change with its version. The rest of
 * this module uses Spark's public interface, except the archives of sessions in {@link ModelArchive}.
 */
final class InternalRows {
    private InternalRows() {}

    /** The rows of a table. Each is valid until the next one is requested. */
    static JavaRDD<InternalRow> of(Dataset<Row> table) {
        return table.queryExecution().toRdd().toJavaRDD();
    }

    /** A table of internal rows. */
    static Dataset<Row> table(SparkSession session, JavaRDD<InternalRow> rows, StructType schema) {
        return ((org.apache.spark.sql.classic.SparkSession) session).internalCreateDataFrame(rows.rdd(), schema, false);
    }
}
