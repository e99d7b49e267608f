/**
 * The kernels in plain Java, written so that the JIT compiler turns their loops into vector instructions by itself.
 * They run where the Vector API is missing. Start with {@link org.almt.core.kernel.plain.PlainKernels}, which says
 * where each kernel lives.
 */
package org.almt.core.kernel.plain;
