/**
 * Threads: work is cut into slabs by its shape, so that the number of threads never changes a result.
 *
 * <p>Threads: Everything here is safe for many.
 */
package org.almt.core.parallel;
