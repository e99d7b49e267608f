/**
 * Threads. Work is cut into slabs. The order of each sum follows from its shape alone, so the number of threads
 * never changes a result.
 *
 * <p>Threads: everything here is thread-safe.
 */
package org.almt.core.parallel;
