/**
 * The kernels on the Vector API, written once for every width; the only package that touches {@code
 * jdk.incubator.vector}. Start with {@link org.almt.core.kernel.simd.Width}, then {@link
 * org.almt.core.kernel.simd.SimdGemm}.
 */
package org.almt.core.kernel.simd;
