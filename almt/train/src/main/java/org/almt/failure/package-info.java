/**
 * Failures that the caller can do something about. The message says what is wrong and what to do in terms of the
 * library; a {@link org.almt.failure.Remedy} lets each interface add by which of its means.
 *
 * <p>Threads: Everything here is safe for many.
 */
package org.almt.failure;
