/**
 * The arithmetic of the engine on plain arrays. Start with {@link org.almt.core.kernel.Kernels}, the contract that fixes
 * every bit, then {@link org.almt.core.kernel.FloatMath}. {@code kernel.plain} holds plain loops, {@code kernel.simd} the
 * same bits on the Vector API.
 */
package org.almt.core.kernel;
