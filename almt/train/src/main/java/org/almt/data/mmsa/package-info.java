/**
 * Feature files in MMSA's layout as data sets.
 *
 * <p>A feature file is read into float32 columns, one per split and key. A column lies in memory when all of them are
 * small against the heap, otherwise in a cache file that is mapped, so that an 8 GB file works in a small heap; both
 * are the same to their readers. Values are checked while they are converted, and what is wrong with a split is said
 * when that split is asked for. {@link org.almt.data.inspect.FileReport} describes any file, also one that cannot be
 * opened so.
 *
 * <p>Read {@link org.almt.data.mmsa.MmsaFile} for the story, {@code MmsaLayout} for what a file must look like, {@code
 * CellConverter} for the numbers, {@code ColumnCache} for the cache format.
 */
package org.almt.data.mmsa;
