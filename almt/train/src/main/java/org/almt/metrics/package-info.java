/**
 * The quality of predictions: the figures that MMSA reports and papers quote, reproduced to the digit, including
 * special cases.
 *
 * <p>Start with {@link org.almt.metrics.Metrics}. {@link org.almt.metrics.BestEpochTable} selects figures on the test
 * split, as the reference does; it exists for comparison and is labelled so. {@link org.almt.metrics.ConstantBaseline}
 * and {@link org.almt.metrics.LanguageOnlyBaseline} put a figure into perspective. {@link org.almt.metrics.ScoreFile}
 * reads files of predictions, {@link org.almt.metrics.PredictionsCsv} writes them.
 *
 * <p>Threads: A {@code BestEpochTable} is for one thread at a time; the rest is not changed once it is made.
 */
package org.almt.metrics;
