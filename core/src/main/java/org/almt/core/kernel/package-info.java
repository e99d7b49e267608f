/**
 * The arithmetic of the engine on plain arrays. Start with {@link org.almt.core.kernel.Kernels}, the contract that
 * fixes every bit in words. Then read {@code kernel.reference}, which fixes it in code. {@code kernel.plain} holds
 * plain loops that the compiler vectorises. {@code kernel.simd} gives the same bits with the Vector API.
 *
 * <p>Threads: kernels keep no state. They are thread-safe, unless two calls write to the same elements. {@code Scratch}
 * gives each thread its own buffers.
 */
package org.almt.core.kernel;
