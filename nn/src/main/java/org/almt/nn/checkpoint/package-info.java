/**
 * Weights in files. {@link org.almt.nn.checkpoint.Checkpoint} is the view that all formats share: named tensors, read
 * when asked for. {@link org.almt.nn.checkpoint.Weights} brings one into a model.
 *
 * <p>Threads: A {@code Checkpoint} may be read by several. Bringing weights into a model is for one thread, while no
 * other uses the model.
 *
 * <table>
 *   <caption>Formats</caption>
 *   <tr><th>package</th><th>what</th><th>start with</th></tr>
 *   <tr><td>{@code safetensors}</td><td>named tensors, read and written</td>
 *     <td>{@link org.almt.nn.checkpoint.safetensors.SafeTensors}</td></tr>
 *   <tr><td>{@code numpy}</td><td>{@code .npy} and {@code .npz}, read and written</td>
 *     <td>{@link org.almt.nn.checkpoint.numpy.Npz}</td></tr>
 *   <tr><td>{@code onnx}</td><td>the weights in an ONNX file, read only</td>
 *     <td>{@link org.almt.nn.checkpoint.onnx.Onnx}</td></tr>
 *   <tr><td>{@code tensorflow}</td><td>TensorFlow checkpoints, read only</td>
 *     <td>{@link org.almt.nn.checkpoint.tensorflow.TensorFlowBundle}</td></tr>
 *   <tr><td>{@code zip}</td><td>the archives that weights come in</td>
 *     <td>{@link org.almt.nn.checkpoint.zip.ZipArchive}</td></tr>
 *   <tr><td>{@code format}</td><td>which format a file has</td>
 *     <td>{@link org.almt.nn.checkpoint.format.AnyFormat}</td></tr>
 * </table>
 *
 * <p>Files come from strangers. Nothing in them is executed. Every size that a file claims is checked against a named
 * limit, and against what the file really holds, before memory is taken. Whatever is wrong ends in one
 * {@link org.almt.nn.checkpoint.CheckpointException} whose message a user can act on.
 *
 * <p>{@link org.almt.nn.checkpoint.RenamedCheckpoint} gives the tensors of a file other names and layouts.
 * {@link org.almt.nn.checkpoint.AtomicFiles} writes any file so that a crash leaves the old or the new one, never half.
 */
package org.almt.nn.checkpoint;
