/**
 * Feature files in MMSA's layout as data sets.
 *
 * <p>A feature file is read into float32 columns, one per split and key. The columns are in memory if all of them are
 * small compared with the heap, otherwise in a mapped cache file. So an 8 GB file works in a small heap. Both forms
 * have the same interface. Values are checked while they are converted, and errors in a split are reported when that
 * split is requested. {@link org.almt.data.inspect.FileReport} describes any file, also one that cannot be opened as a
 * data set.
 *
 * <p>{@link org.almt.data.mmsa.MmsaFile} shows the whole process, {@code MmsaLayout} the layout of a file,
 * {@code CellConverter} the conversion of numbers, {@code ColumnCache} the cache.
 */
package org.almt.data.mmsa;
