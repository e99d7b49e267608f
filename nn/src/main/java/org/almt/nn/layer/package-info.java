/**
 * Layers. Letters in shapes: B batch, N rows (of the queries), M rows of keys and values, R rows of all samples, D
 * width, H heads, E width of a head, L length, T times, I and O input and output width.
 *
 * <p>{@link org.almt.nn.layer.TransformerBlock} is a good first read. It is made of {@link
 * org.almt.nn.layer.MultiHeadAttention}, {@link org.almt.nn.layer.LayerNorm} and {@link org.almt.nn.layer.Linear};
 * {@link org.almt.nn.layer.BlockConfig} has its choices, {@link org.almt.nn.layer.AttentionMask} says which rows see
 * which, {@link org.almt.nn.layer.BlockNames} which names a checkpoint has. {@link org.almt.nn.layer.TransformerStack}
 * is several of them.
 *
 * <p>{@link org.almt.nn.layer.Lstm} and {@link org.almt.nn.layer.Gru} are recurrent; {@link
 * org.almt.nn.layer.TensorFusion} and {@link org.almt.nn.layer.LowRankFusion} fuse vectors. Their parameters have
 * PyTorch's names.
 */
package org.almt.nn.layer;
