/**
 * The training loop: batches, one update of the weights, learning rates, and the state from which it resumes to the
 * bit.
 *
 * <p>Start with {@link org.almt.train.TrainingStep}: loss, gradients, update. {@link org.almt.train.TrainingConfig}
 * lists the settings. The start, the end and the files of a run are in {@code org.almt.run}.
 *
 * <p>Threads: What trains is for one thread at a time; settings and results are immutable. A {@code StopSignal} may be
 * raised from any thread.
 */
package org.almt.train;
