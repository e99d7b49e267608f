/**
 * How good predictions are: the figures that MMSA reports and papers quote, computed to the digit, odd cases included.
 *
 * <p>Start with {@link org.almt.metrics.Metrics}. {@link org.almt.metrics.BestEpochTable} is the reference's way of
 * choosing figures from the test split, kept for comparison and labelled as such. {@link
 * org.almt.metrics.ConstantBaseline} and {@link org.almt.metrics.LanguageOnlyBaseline} say what a figure is worth.
 * {@link org.almt.metrics.ScoreFile} and {@link org.almt.metrics.PredictionsCsv} are the files' way in and out.
 *
 * <p>Threads: A {@code BestEpochTable} is for one thread at a time; the rest is not changed once it is made.
 */
package org.almt.metrics;
