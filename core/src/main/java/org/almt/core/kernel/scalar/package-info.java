/**
 * The definition of every kernel, in plain loops: the fallback where the Vector API is missing and the oracle of the
 * tests. Start with {@link org.almt.core.kernel.scalar.ScalarKernels}, which says where each kernel lives, and {@link
 * org.almt.core.kernel.scalar.ScalarMath}.
 */
package org.almt.core.kernel.scalar;
