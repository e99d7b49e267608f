/**
 * Columns converted once and mapped into memory, for files that are too large for the heap. Start with {@link
 * org.almt.data.cache.ColumnCache}.
 */
package org.almt.data.cache;
