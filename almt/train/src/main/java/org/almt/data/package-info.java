/**
 * Data sets: what a split gives ({@link org.almt.data.Split}) and where splits come from ({@link
 * org.almt.data.DataSet}).
 *
 * <p>Below: {@code mmsa} feature files in MMSA's layout, {@code pickle} the format that they are in, {@code column} and
 * {@code cache} how their columns are held, {@code synthetic} the embedded data, {@code language} text features from a
 * language model, {@code corrupt} noise and missing data on purpose, {@code inspect} what is in any file.
 *
 * <p>Threads: Any number of threads may read a data set while none closes it.
 */
package org.almt.data;
