/**
 * The operations. Each is one file, with the formulas of forward and backward, and what is saved in between. Start with
 * {@link org.almt.core.op.Ops}, the list of all.
 *
 * <p>All ops are in one package, because their constructors are not public: {@link Ops} is the only entry point. In
 * separate packages, every constructor would have to be public.
 *
 * <p>Threads: the methods of {@code Ops} are thread-safe. An op that they make belongs to one computation, and so to
 * one thread at a time.
 *
 * <table>
 * <caption>All classes by kind</caption>
 * <tr><th>entry points</th><td>{@link Ops}, {@link Composed}</td></tr>
 * <tr><th>products</th><td>{@link MatMul}, {@link AffineMap}</td></tr>
 * <tr><th>attention</th><td>{@link Attention}, {@link MaskedAttention}, {@link PackedAttention}</td></tr>
 * <tr><th>elementwise, two sides</th><td>{@link Add}, {@link Sub}, {@link Mul}, {@link Div}, {@link Maximum},
 * {@link Compare}, {@link Where}</td></tr>
 * <tr><th>elementwise, one side</th><td>{@link Scale}, {@link AddScalar}, {@link Gelu}, {@link Relu}, {@link Tanh},
 * {@link Sigmoid}, {@link Exp}, {@link Log}, {@link Sqrt}, {@link Pow}, {@link PiecewiseLinear}, {@link Softplus},
 * {@link Clamp}, {@link ElementDropout}</td></tr>
 * <tr><th>along the last axis</th><td>{@link Softmax}, {@link LogSoftmax}, {@link LogSumExp},
 * {@link LayerNormalisation}, {@link RmsNorm}, {@link L2Norm}</td></tr>
 * <tr><th>down the rows</th><td>{@link BatchNorm}</td></tr>
 * <tr><th>rows by number</th><td>{@link TableLookup}</td></tr>
 * <tr><th>windows</th><td>{@link Convolution}, {@link TransposedConvolution}, {@link MaxPool},
 * {@link MeanPool}</td></tr>
 * <tr><th>recurrent</th><td>{@link LstmSequence}, {@link GruSequence}</td></tr>
 * <tr><th>shape</th><td>{@link Concat}, {@link Slice}, {@link Expand}, {@link Reshape}, {@link Transpose}</td></tr>
 * <tr><th>reductions</th><td>{@link Sum}, {@link Mean}, {@link Max}, {@link Argmax}</td></tr>
 * <tr><th>matrices</th><td>{@link LogDet}</td></tr>
 * <tr><th>losses</th><td>{@link MseLoss}, {@link L1Loss}, {@link HuberLoss}, {@link CrossEntropy},
 * {@link BceWithLogits}</td></tr>
 * <tr><th>for authors of ops</th><td>{@link Checks}, {@link Gemm}</td></tr>
 * <tr><th>what callers pass in</th><td>{@link ConvOptions}, {@link DropoutSource}, {@link RecurrentWeights}</td></tr>
 * <tr><th>what several ops share</th><td>{@code Unary}, {@code Broadcast}, {@code AxisReduction}, {@code AxisExtreme},
 * {@code MeanLoss}, {@code ColumnSums}, {@code PackedMatrix}, {@code DropoutMask}, {@code AttentionOp},
 * {@code ScoredAttention}, {@code HeadSlabs}, {@code Pool}, {@code Windows}, {@code ConvLoops}, {@code GatedSequence},
 * {@code GatedSlab}, {@code GatedGradients}</td></tr>
 * </table>
 */
package org.almt.core.op;
