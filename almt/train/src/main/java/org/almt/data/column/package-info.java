/**
 * The columns of a feature file: what each holds, and how its values become cells of one type in memory or in a file.
 * Start with {@link org.almt.data.column.Key}.
 */
package org.almt.data.column;
