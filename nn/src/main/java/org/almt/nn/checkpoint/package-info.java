/**
 * Weights in files. {@link org.almt.nn.checkpoint.Checkpoint} is the view that all formats share: named tensors, read
 * when they are requested. {@link org.almt.nn.checkpoint.Weights} loads one into a model.
 *
 * <p>Threads: several threads may read a {@code Checkpoint}. Loading weights into a model is for one thread, while no
 * other thread uses the model.
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
 * <tr><td>{@code zip}</td><td>archives that contain weights</td> <td>{@link
 * org.almt.nn.checkpoint.zip.ZipArchive}</td></tr>
 *   <tr><td>{@code format}</td><td>which format a file has</td>
 *     <td>{@link org.almt.nn.checkpoint.format.AnyFormat}</td></tr>
 * </table>
 *
 * <p>Files are not trusted. Nothing in them is executed. Before memory is allocated, every size that a file claims is
 * checked against a named limit and against the real content of the file. Any error gives a {@link
 * org.almt.nn.checkpoint.CheckpointException}. Its message tells the user what to do.
 *
 * <p>{@link org.almt.nn.checkpoint.RenamedCheckpoint} gives the tensors of a file other names and layouts. {@link
 * org.almt.nn.checkpoint.AtomicFiles} writes any file so that a crash leaves the old file or the new one, never a
 * half-written one.
 */
package org.almt.nn.checkpoint;
