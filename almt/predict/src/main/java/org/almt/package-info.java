/**
 * Prediction with a trained ALMT, for programs that embed it. {@link org.almt.Almt} loads a model and turns a
 * {@link org.almt.Sample} into a {@link org.almt.Sentiment}.
 *
 * <p>The model is in {@code org.almt.model.AlmtModel}, its training in {@code org.almt.run.Trainer}, the command line
 * in {@code org.almt.cli.Main}.
 *
 * <p>Threads: All classes here are thread-safe. Arrays in results belong to the caller.
 */
package org.almt;
