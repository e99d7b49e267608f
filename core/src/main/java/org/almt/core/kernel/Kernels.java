package org.almt.core.kernel;

/**
 * The arithmetic of the engine: everything that ops compute on floats. It works on plain arrays with offsets, and is
 * divided into eight groups.
 *
 * <p>Three implementations exist: {@code reference}, the definition, in the shortest loops; {@code plain}, loops that
 * the JIT compiler turns into vector instructions; {@code simd}, on the Vector API. All give the same bits for the same
 * input, at every vector width, because the order of every rounding is fixed:
 *
 * <ul>
 *   <li>An element of a matrix product accumulates over k in ascending order, one {@code fma} each, from +0 or, when
 *       accumulating, from the value in C.
 *   <li>A sum over n elements runs in 16 virtual lanes. Lane l starts at +0 and takes the elements l, l+16, l+32, … in
 *       order. Then the lanes are added in a fixed tree: see {@link Lanes}.
 *   <li>A sum down a column runs over rows in ascending order.
 *   <li>exp, tanh, log and the normal distribution are the polynomials of {@link FloatMath}, evaluated with fma in one
 *       order.
 *   <li>Everything else is one correctly rounded operation (+, -, *, /, sqrt, fma) per step.
 * </ul>
 *
 * <p>Kernels run on the calling thread. They assume valid arguments and never check them; ops check them. A pair of
 * parameters {@code x, xo} stands for the elements {@code x[xo], x[xo+1], …}. A gradient starts with {@code d} and is
 * <em>added to</em> unless said otherwise. An output may be the same array and offset as an elementwise input;
 * otherwise outputs do not overlap inputs.
 *
 * <p>Threads: safe for many at once.
 *
 * @param name {@code reference}, {@code plain}, or {@code simd} with its width in bits, such as {@code simd-512}
 * @param products matrix products
 * @param elementwise arithmetic on each element
 * @param functions functions of one number
 * @param reductions sums
 * @param softmax softmax along rows
 * @param layerNorm layer normalisation along rows
 * @param attention attention of one head
 * @param cells one time of a recurrent network
 */
public record Kernels(
        String name, Products products, Elementwise elementwise, Functions functions, Reductions reductions,
        RowSoftmax softmax, RowLayerNorm layerNorm, HeadAttention attention, GatedCells cells) {}
