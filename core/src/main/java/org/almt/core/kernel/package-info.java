/**
 * Arithmetic on arrays behind one door, {@link org.almt.core.kernel.Kernels}: scalar code defines every bit, Vector API
 * code gives the same bits faster.
 */
package org.almt.core.kernel;
