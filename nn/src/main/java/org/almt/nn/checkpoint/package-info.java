/**
 * Weights and arrays in files: safetensors and NumPy's {@code .npy} and {@code .npz}, read strictly and written
 * atomically; and weights in other programs' files, ONNX and TensorFlow checkpoints, read only.
 *
 * <p>Files come from strangers. Nothing in them is executed; every size that a file claims is checked against a named
 * limit and against what the file really holds before memory is taken; whatever is wrong ends in one
 * {@link org.almt.nn.checkpoint.CheckpointException} whose message a user can act on.
 *
 * <p>Start with {@link org.almt.nn.checkpoint.Checkpoint}, the view that all formats share, then
 * {@link org.almt.nn.checkpoint.SafeTensors}; {@link org.almt.nn.checkpoint.Weights} brings a checkpoint into a model.
 * {@link org.almt.nn.checkpoint.Onnx} and {@link org.almt.nn.checkpoint.TensorFlowBundle} stand on a reader of Protocol
 * Buffers' wire format each field of which is asked for by number; {@link org.almt.nn.checkpoint.RenamedCheckpoint} gives
 * their tensors the names and the layout that a model expects.
 * To write any file so that a crash leaves the old or the new one, never half of it:
 * {@link org.almt.nn.checkpoint.AtomicFiles}.
 */
package org.almt.nn.checkpoint;
