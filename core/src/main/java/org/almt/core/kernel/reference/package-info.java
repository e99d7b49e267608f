/**
 * The definition of every kernel: the shortest loops that fix each bit of each result. No blocking, no buffers that are
 * reused, nothing for speed. A reader learns here what is computed; the tests hold {@code kernel.plain} and {@code
 * kernel.simd} to it, bit for bit; {@code -Dalmt.simd=reference} runs the whole engine on it.
 *
 * <p>Start with {@link org.almt.core.kernel.reference.ReferenceProducts}: a matrix product is three loops and one fma.
 * The contract in words is {@link org.almt.core.kernel.Kernels}; exp, tanh and the like are defined in {@link
 * org.almt.core.kernel.FloatMath}.
 */
package org.almt.core.kernel.reference;
