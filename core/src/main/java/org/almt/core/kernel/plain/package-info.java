/**
 * The kernels in plain Java, written so that the JIT compiler turns their loops into vector instructions. They run
 * where the Vector API is missing. Start with {@link org.almt.core.kernel.plain.PlainKernels}, which shows where each
 * kernel is.
 */
package org.almt.core.kernel.plain;
