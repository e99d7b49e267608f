/**
 * Why a model predicts what it predicts: how much each word and frame counts, by three methods ({@link
 * org.almt.explain.Method}). Everything here computes and returns records.
 *
 * <p>Start with {@link org.almt.explain.Attributions}.
 *
 * <p>Threads: {@code Attributions} is for one thread at a time. Records are immutable but for their arrays, which
 * belong to the caller.
 */
package org.almt.explain;
