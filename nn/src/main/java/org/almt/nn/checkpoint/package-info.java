/**
 * Weights and arrays in files: safetensors and NumPy's {@code .npy} and {@code .npz}, read strictly and written
 * atomically.
 *
 * <p>Files come from strangers. Nothing in them is executed; every size that a file claims is checked against a named
 * limit and against what the file really holds before memory is taken; whatever is wrong ends in one
 * {@link org.almt.nn.checkpoint.CheckpointException} whose message a user can act on.
 *
 * <p>Start with {@link org.almt.nn.checkpoint.Checkpoint}, the view that all formats share, then
 * {@link org.almt.nn.checkpoint.SafeTensors}; {@link org.almt.nn.checkpoint.Weights} brings a checkpoint into a model.
 * To write any file so that a crash leaves the old or the new one, never half of it:
 * {@link org.almt.nn.checkpoint.AtomicFiles}.
 */
package org.almt.nn.checkpoint;
