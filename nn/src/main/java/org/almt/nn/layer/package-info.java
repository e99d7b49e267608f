/**
 * Layers. Letters in shapes: B batch, N rows (of the queries), M rows of keys and values, D width, H heads, E width of
 * a head.
 *
 * <p>{@link org.almt.nn.layer.TransformerBlock} is a good first read; it is made of {@link
 * org.almt.nn.layer.PreNormAttention} and {@link org.almt.nn.layer.PreNormFeedForward}, and those of {@link
 * org.almt.nn.layer.LayerNorm}, {@link org.almt.nn.layer.MultiHeadAttention} and {@link org.almt.nn.layer.Linear}.
 * Parameter names are those of the reference implementation of ALMT.
 *
 * <p>{@link org.almt.nn.layer.Lstm} and {@link org.almt.nn.layer.Gru} are recurrent; {@link
 * org.almt.nn.layer.TensorFusion} and {@link org.almt.nn.layer.LowRankFusion} fuse vectors. Their parameters have
 * PyTorch's names.
 */
package org.almt.nn.layer;
