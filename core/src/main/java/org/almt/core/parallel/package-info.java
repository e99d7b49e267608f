/**
 * Threads. Work is cut into slabs by its shape, so the number of threads never changes a result.
 *
 * <p>Threads: everything here is thread-safe.
 */
package org.almt.core.parallel;
