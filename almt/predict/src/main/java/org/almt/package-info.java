/**
 * Prediction with a trained ALMT, for programs that embed it: {@link org.almt.Almt} loads a model and turns a {@link
 * org.almt.Sample} into a {@link org.almt.Sentiment}.
 *
 * <p>To see how the model works start with {@code org.almt.model.AlmtModel}; how it is trained, {@code
 * org.almt.run.Trainer}; what a person types, {@code org.almt.cli.Main}.
 *
 * <p>Threads: Everything here is safe for many. Arrays in results belong to the caller.
 */
package org.almt;
