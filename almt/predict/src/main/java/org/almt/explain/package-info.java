/**
 * Why a model predicts what it predicts: how much each word and frame counts, by three methods ({@link
 * org.almt.explain.Method}). Everything here computes and returns records.
 *
 * <p>Start with {@link org.almt.explain.Attributions}.
 */
package org.almt.explain;
