/**
 * The arithmetic of the engine on plain arrays. Start with {@link org.almt.core.kernel.Kernels}, the contract that
 * fixes every bit in words, then {@code kernel.reference}, which fixes it in code. {@code kernel.plain} holds plain
 * loops that the compiler vectorises, {@code kernel.simd} the same bits on the Vector API.
 *
 * <p>Threads: Kernels keep nothing and are safe for many, unless two calls write to the same elements. {@code Scratch}
 * gives each thread buffers of its own.
 */
package org.almt.core.kernel;
