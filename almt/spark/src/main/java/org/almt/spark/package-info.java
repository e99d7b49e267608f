/**
 * Scoring of large tables, and studies of many runs, on Apache Spark.
 *
 * <p>Start with {@link org.almt.spark.SparkScorer}, which adds predictions to a table, and
 * {@link org.almt.spark.SparkCells}, which runs the cells of a study. The commands {@code almt predict --on} and
 * {@code almt study run --on} call both through {@link org.almt.spark.SparkCluster}.
 */
@NullMarked
package org.almt.spark;

import org.jspecify.annotations.NullMarked;
