/**
 * A model looked at over a whole split: where it errs, what it holds of the samples, and what would change its
 * predictions. Start with {@link org.almt.explain.split.SplitView}.
 */
package org.almt.explain.split;
