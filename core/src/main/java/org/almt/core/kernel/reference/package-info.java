/**
 * The definition of every kernel: the shortest loops that fix each bit of each result. There is no blocking, no reused
 * buffer, nothing for speed. A reader learns here what is computed. The tests compare {@code kernel.plain} and {@code
 * kernel.simd} with it, bit for bit. {@code -Dalmt.simd=reference} runs the whole engine on it.
 *
 * <p>Start with {@link org.almt.core.kernel.reference.ReferenceProducts}: a matrix product is three loops and one fma.
 * The contract in words is {@link org.almt.core.kernel.Kernels}. {@link org.almt.core.kernel.FloatMath} defines exp,
 * tanh and similar functions.
 */
package org.almt.core.kernel.reference;
