/**
 * Layers. Letters in shapes: B batch, N rows (of the queries), M rows of keys and values, R rows of all samples, D
 * width, H heads, E width of a head, L length, T times, I and O input and output width.
 *
 * <p>{@link org.almt.nn.layer.TransformerBlock} is a good first read. It consists of {@link
 * org.almt.nn.layer.MultiHeadAttention}, {@link org.almt.nn.layer.LayerNorm} and {@link org.almt.nn.layer.Linear}.
 * {@link org.almt.nn.layer.BlockConfig} holds its choices, {@link org.almt.nn.layer.AttentionMask} states which rows
 * see which, and {@link org.almt.nn.layer.BlockNames} gives the names in checkpoints. {@link
 * org.almt.nn.layer.TransformerStack} is a sequence of blocks.
 *
 * <p>{@link org.almt.nn.layer.Lstm} and {@link org.almt.nn.layer.Gru} are recurrent; {@link
 * org.almt.nn.layer.TensorFusion} and {@link org.almt.nn.layer.LowRankFusion} fuse vectors. Their parameters have
 * PyTorch's names.
 *
 * <p>Threads: any number of threads may run a layer forward while no thread trains, loads or freezes it. Masks, and
 * caches of keys and values, belong to one computation. Configurations and names are immutable.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>linear maps and tables</th><td>{@link Linear}, {@link Embedding}, {@link LearnedPositions}</td></tr>
 * <tr><th>Transformer</th><td>{@link TransformerBlock}, {@link TransformerStack}, {@link BlockConfig},
 * {@link BlockNames}</td></tr>
 * <tr><th>attention</th><td>{@link MultiHeadAttention}, {@link AttentionMask}, {@link AttentionNames},
 * {@link KeyValueCache}, {@code Rotary}</td></tr>
 * <tr><th>norms</th><td>{@link LayerNorm}, {@link RootMeanSquareNorm}, {@link GroupNorm}, {@link BatchNorm1d},
 * {@link BatchNorm2d}, {@code BatchNormRows}</td></tr>
 * <tr><th>convolutions</th><td>{@link Conv1d}, {@link Conv2d}, {@link ConvTranspose1d}, {@code Filters}</td></tr>
 * <tr><th>recurrent</th><td>{@link Lstm}, {@link Gru}, {@link RecurrentConfig}, {@link RecurrentOutput},
 * {@code Recurrence}</td></tr>
 * <tr><th>fusion of vectors</th><td>{@link TensorFusion}, {@link LowRankFusion}</td></tr>
 * <tr><th>regularisation</th><td>{@link Dropout}</td></tr>
 * <tr><th>containers</th><td>{@link Sequential}</td></tr>
 * </table>
 */
package org.almt.nn.layer;
