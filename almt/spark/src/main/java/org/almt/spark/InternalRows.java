package org.almt.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Tables as the rows that Spark computes with. A row of CMU-MOSI has 50,275 floats: as {@link Row} each of them would
 * be an object, here they are one array. These two calls are Spark's own and may change with its version; all else here
 * is its public interface, but for the archives of sessions in {@link ModelArchive}.
 */
final class InternalRows {
    private InternalRows() {}

    /** The rows of a table; each is valid until the next one is asked for. */
    static JavaRDD<InternalRow> of(Dataset<Row> table) {
        return table.queryExecution().toRdd().toJavaRDD();
    }

    /** A table of rows. */
    static Dataset<Row> table(SparkSession session, JavaRDD<InternalRow> rows, StructType schema) {
        return ((org.apache.spark.sql.classic.SparkSession) session).internalCreateDataFrame(rows.rdd(), schema, false);
    }
}
