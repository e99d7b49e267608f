/**
 * Explanations of predictions: the attribution to each word and frame, by three methods
 * ({@link org.almt.explain.Method}). All results are records.
 *
 * <p>Start with {@link org.almt.explain.Attributions}.
 *
 * <p>Threads: {@code Attributions} is for one thread at a time. Records are immutable, except their arrays, which
 * belong to the caller.
 */
package org.almt.explain;
