/**
 * The columns of a feature file: their contents, and the conversion of their values to cells of one type, in memory or
 * in a file. Start with {@link org.almt.data.column.Key}.
 */
package org.almt.data.column;
