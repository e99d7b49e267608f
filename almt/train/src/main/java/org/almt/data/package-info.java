/**
 * Data sets ({@link org.almt.data.DataSet}) and their splits ({@link org.almt.data.Split}).
 *
 * <p>Subpackages: {@code mmsa} reads feature files in MMSA's layout, {@code pickle} their format, {@code column} and
 * {@code cache} store their columns. {@code synthetic} makes the embedded data, {@code language} text features from a
 * language model, {@code corrupt} noise and missing data. {@code inspect} describes any file.
 *
 * <p>Threads: Any number of threads may read a data set while none closes it.
 */
package org.almt.data;
