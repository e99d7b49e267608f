/**
 * The kernels on the Vector API, written once for every width. No other package uses {@code jdk.incubator.vector}.
 * Start with {@link org.almt.core.kernel.simd.Width}, then {@link org.almt.core.kernel.simd.SimdGemm}.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>entry points</th><td>{@link SimdKernels}, {@link Width}</td></tr>
 * <tr><th>products</th><td>{@code SimdGemm}, {@code Panels}, {@code Tiles}, {@code TallTile}, {@code RowTiles},
 * {@code ColumnTiles}, {@code FourteenRows}, {@code RunTiles}, {@code MatrixVector}</td></tr>
 * <tr><th>elementwise</th><td>{@code SimdElementwise}, {@code SimdFunctions}, {@code SimdExp}, {@code SimdLog},
 * {@code SimdGelu}, {@code Tails}</td></tr>
 * <tr><th>along rows</th><td>{@code SimdReductions}, {@code SimdSoftmax}, {@code SimdSoftmaxRows},
 * {@code SimdExpSums}, {@code SimdLayerNorm}, {@code SimdLayerNormRow}, {@code SimdLayerNormBackwardRow}</td></tr>
 * <tr><th>attention and recurrent cells</th><td>{@code SimdAttentionPasses}, {@code SimdGatedCells}</td></tr>
 * </table>
 */
package org.almt.core.kernel.simd;
