/**
 * The loop of training: batches, one update of the weights, learning rates, and the state from which it resumes to the
 * bit.
 *
 * <p>Start with {@link org.almt.train.TrainingStep}: loss, gradients, update. {@link org.almt.train.TrainingConfig}
 * lists the settings. Where a run begins and ends, and its files, is {@code org.almt.run}.
 */
package org.almt.train;
