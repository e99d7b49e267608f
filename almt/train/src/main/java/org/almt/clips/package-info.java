/**
 * Makes a data set from a folder of clips and a manifest, and the input of a prediction from one clip.
 *
 * <p>Start with {@link org.almt.clips.ClipRecipe}, the recipe of the features, then
 * {@link org.almt.clips.DataSetBuilder}.
 *
 * <p>Threads: A {@code DataSetBuilder} and a {@code ClipTable} are for one thread at a time; the rest is not changed.
 */
package org.almt.clips;
