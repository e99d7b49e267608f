/**
 * Explanations over a whole split: the errors of a model, its representations of the samples, and the effect of
 * changing its input. Start with {@link org.almt.explain.split.SplitView}.
 */
package org.almt.explain.split;
