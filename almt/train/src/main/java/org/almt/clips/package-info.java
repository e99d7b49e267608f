/**
 * From a folder of clips and a manifest to a data set, and from one clip to a prediction.
 *
 * <p>Start with {@link org.almt.clips.ClipRecipe}, which says how features are made, then
 * {@link org.almt.clips.DataSetBuilder}.
 *
 * <p>Threads: A {@code DataSetBuilder} and a {@code ClipTable} are for one thread at a time; the rest is not changed.
 */
package org.almt.clips;
